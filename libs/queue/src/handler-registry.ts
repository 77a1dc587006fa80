import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { JobDefinition } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { JobHandlerMark, type HandlesJob } from './job-handler.js';
import type { RegisteredHandler } from './job-queue.js';

/** Finds the classes marked with `@JobHandler`. */
@Injectable()
export class HandlerRegistry {
  constructor(private readonly discovery: DiscoveryService) {}

  /**
   * Exactly one handler for each definition.
   * @throws AppError `bug` JOB_HANDLERS_WRONG that names every job with none or several, and every handler of a job nobody declared
   */
  handlersFor(definitions: readonly JobDefinition[]): RegisteredHandler[] {
    const found = this.discovery.getProviders({ metadataKey: JobHandlerMark.KEY }).map((wrapper) => ({
      definition: this.discovery.getMetadataByDecorator(JobHandlerMark, wrapper)!,
      handler: wrapper.instance as HandlesJob<JobDefinition<unknown>>,
    }));
    const problems = problemsOf(
      definitions.map(({ name }) => name),
      found.map(({ definition }) => definition.name),
    );
    if (problems.length > 0) throw handlersWrong(problems);
    return found.map(({ definition, handler }) => ({
      definition,
      run: (payload, context) => handler.handle(payload, context),
    }));
  }
}

function problemsOf(declared: readonly string[], handled: readonly string[]): string[] {
  const names = [...new Set([...declared, ...handled])].sort();
  return names.flatMap((name) => {
    const handlers = handled.filter((other) => other === name).length;
    if (!declared.includes(name))
      return [`${name} has a handler but is not among the definitions of this process`];
    if (handlers === 0) return [`${name} has no handler`];
    return handlers > 1 ? [`${name} has ${handlers} handlers`] : [];
  });
}

function handlersWrong(problems: readonly string[]): AppError {
  const message = `Each job needs exactly one handler: ${problems.join('; ')}.`;
  return new AppError('bug', 'JOB_HANDLERS_WRONG', message, { problems });
}
