import { Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import type { JobContext } from './job-queue.js';
import { HandlerRegistry } from './handler-registry.js';
import { JobHandler, type HandlesJob } from './job-handler.js';
import { probeJob, type ProbePayload } from './testing/probe.js';

const [tidy, sweep] = [probeJob({ name: 'test.tidy' }), probeJob({ name: 'test.sweep' })];
const seen: [ProbePayload, number][] = [];

@JobHandler(tidy)
class TidyJob implements HandlesJob<typeof tidy> {
  handle(payload: ProbePayload, { attempt }: JobContext): Promise<void> {
    seen.push([payload, attempt]);
    return Promise.resolve();
  }
}

@JobHandler(tidy)
class SecondTidyJob extends TidyJob {}

@JobHandler(sweep)
class SweepJob extends TidyJob {}

async function registryOf(...providers: Type[]): Promise<HandlerRegistry> {
  @Module({ providers })
  class DomainModule {}
  const imports = [DiscoveryModule, DomainModule];
  const module = await Test.createTestingModule({ imports, providers: [HandlerRegistry] }).compile();
  return module.get(HandlerRegistry);
}

describe('HandlerRegistry', () => {
  it('finds the handler of each job, in whatever module it is', async () => {
    const handlers = (await registryOf(TidyJob, SweepJob)).handlersFor([sweep, tidy]);
    expect(handlers.map(({ definition }) => definition.name).sort()).toEqual(['test.sweep', 'test.tidy']);
    const context = { jobId: 'j1', attempt: 2, signal: new AbortController().signal };
    await handlers.find(({ definition }) => definition === tidy)!.run({ key: 'a' }, context);
    expect(seen).toEqual([[{ key: 'a' }, 2]]);
  });

  it('names every job that has no handler or more than one', async () => {
    const registry = await registryOf(TidyJob, SecondTidyJob);
    expect(() => registry.handlersFor([tidy, sweep])).toThrow(
      'Each job needs exactly one handler: test.sweep has no handler; test.tidy has 2 handlers.',
    );
  });

  it('names a handler whose job this process was not told of', async () => {
    const registry = await registryOf(TidyJob, SweepJob);
    expect(() => registry.handlersFor([tidy])).toThrow(
      /test\.sweep has a handler but is not among the definitions/,
    );
  });
});
