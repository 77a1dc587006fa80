import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import type { JobDefinition, JobPlace } from '#libs/contracts';
import { Metrics } from '#libs/observability';
import { HandlerRegistry } from './handler-registry.js';
import { JobQueue } from './job-queue.js';

/** Which jobs this process knows and which of them it runs; as a class it is the injection token. */
export abstract class RunsJobs {
  abstract readonly definitions: readonly JobDefinition[];
  abstract readonly places: readonly JobPlace[];
}

/** Starts the queue when every module is ready and stops it before any module goes away. */
@Injectable()
export class QueueLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly queue: JobQueue,
    private readonly registry: HandlerRegistry,
    private readonly runs: RunsJobs,
    private readonly config: AppConfig,
    private readonly metrics: Metrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { definitions, places } = this.runs;
    const handlers = this.registry.handlersFor(definitions);
    this.metrics.onScrape(() => this.measure());
    await this.queue.start(handlers.filter(({ definition }) => places.includes(definition.place)));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.stop(this.config.server.shutdownGraceMs);
  }

  private async measure(): Promise<void> {
    const { dead, ...pending } = await this.queue.counts();
    this.metrics.jobsDead.set(dead);
    for (const [state, count] of Object.entries(pending)) this.metrics.jobsPending.set({ state }, count);
  }
}
