import { Injectable, applyDecorators } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { JobDefinition, JobPayload } from '#libs/contracts';
import type { JobContext } from './job-queue.js';

/** A class that does one kind of job. Runs at least once per job, so twice must be harmless; honours `context.signal`. */
export interface HandlesJob<D> {
  handle(payload: JobPayload<D>, context: JobContext): Promise<void>;
}

export const JobHandlerMark = DiscoveryService.createDecorator<JobDefinition>();

/** Makes a provider the handler of a job. The registry finds it at boot, wherever its module is. */
export function JobHandler<P>(definition: JobDefinition<P>) {
  return <Class extends new (...dependencies: never[]) => HandlesJob<JobDefinition<P>>>(
    target: Class,
  ): void => applyDecorators(Injectable(), JobHandlerMark(definition as JobDefinition))(target);
}
