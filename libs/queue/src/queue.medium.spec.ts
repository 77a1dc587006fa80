import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type INestApplicationContext, type Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobDefinition } from '#libs/contracts';
import { AppConfig, ConfigModule, loadConfig } from '#libs/config';
import { Clock, SystemClock } from '#libs/kernel';
import { Metrics, ObservabilityModule } from '#libs/observability';
import { JobHandler, type HandlesJob } from './job-handler.js';
import { JobQueue } from './job-queue.js';
import { QueueModule } from './queue.module.js';
import { eventually, probeJob, type ProbePayload } from './testing/probe.js';

const greet = probeJob({ name: 'test.greet' });

/** What the handler needs from its own module, to prove that it is injected. */
class Greetings {
  readonly said: string[] = [];
}

@JobHandler(greet)
class GreetJob implements HandlesJob<typeof greet> {
  constructor(private readonly greetings: Greetings) {}
  handle({ key }: ProbePayload): Promise<void> {
    this.greetings.said.push(key);
    return Promise.resolve();
  }
}

describe('QueueModule on embedded storage', () => {
  let dataDir: string;
  let app: INestApplicationContext;
  beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'mneme-queue-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  async function boot(
    definitions: JobDefinition[] | undefined,
    providers: Provider[],
  ): Promise<INestApplicationContext> {
    @Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
    class ClockModule {}
    const config = loadConfig({ DATA_DIR: dataDir });
    const module = await Test.createTestingModule({
      imports: [
        { module: ClockModule, global: true },
        ConfigModule.forConfig(config),
        ObservabilityModule.forLog({ level: 'silent', format: 'json' }),
        QueueModule.forRoot({ config, ...(definitions && { definitions }) }),
      ],
      providers,
    }).compile();
    return module.init();
  }

  it('runs jobs with their handlers from boot to shutdown', async () => {
    app = await boot([greet], [Greetings, GreetJob]);
    await app.get(JobQueue).enqueue(greet, { key: 'hello' });
    await eventually(() => expect(app.get(Greetings).said).toEqual(['hello']));
    await app.close();
    await expect(app.get(JobQueue).counts()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('refuses to start without a handler for each of its jobs', async () => {
    const booting = boot([greet], []);
    await expect(booting).rejects.toThrow('Each job needs exactly one handler: test.greet has no handler.');
  });

  it('only takes jobs in when it is told of no definitions', async () => {
    app = await boot(undefined, []);
    await app.get(JobQueue).enqueue(greet, { key: 'later' });
    expect(await app.get(JobQueue).counts()).toMatchObject({ waiting: 1 });
    await app.close();

    app = await boot([greet], [Greetings, GreetJob]);
    await eventually(() => expect(app.get(Greetings).said).toEqual(['later']));
    await app.close();
  });

  it('shows its length in the metrics', async () => {
    app = await boot([greet], [Greetings, GreetJob]);
    await app.get(JobQueue).enqueue(greet, { key: 'later' }, { delayMs: 60_000 });
    const text = await app.get(Metrics).render();
    expect(text).toContain('mneme_jobs_pending{state="delayed"} 1');
    expect(text).toContain('mneme_jobs_dead 0');
    expect(app.get(AppConfig).storage.dataDir).toBe(dataDir);
    await app.close();
  });
});
