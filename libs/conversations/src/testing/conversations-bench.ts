import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { vi } from 'vitest';
import { accountCollections } from '#libs/accounts';
import { extractMemories, followSegments, type JobDefinition, type JobPayload } from '#libs/contracts';
import { ManualClock } from '#libs/kernel/testing';
import { JobHandler, QueueModule, type HandlesJob } from '#libs/queue';
import { DocumentStore, StorageModule } from '#libs/storage';
import { conversationJobs } from '../conversation-jobs.js';
import { ConversationsModule } from '../conversations.module.js';
import { LiveSessions } from '../live/live-sessions.js';
import { conversationCollections } from '../store/collections.js';
import { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import { knowAnna, surroundings, type BenchOptions } from './bench-surroundings.js';
import { ScriptedUnderstanding } from './scripted-understanding.js';
import { TestDevice, type TestDeviceOptions } from './test-device.js';

/** Stands in for the lib above, which owns this job. */
@JobHandler(extractMemories)
export class NotedExtractions implements HandlesJob<typeof extractMemories> {
  readonly seen: JobPayload<typeof extractMemories>[] = [];

  handle(payload: JobPayload<typeof extractMemories>): Promise<void> {
    this.seen.push(payload);
    return Promise.resolve();
  }
}

/** Stands in for the lib above, which owns this job. */
@JobHandler(followSegments)
export class NotedFollowing implements HandlesJob<typeof followSegments> {
  readonly seen: JobPayload<typeof followSegments>[] = [];

  handle(payload: JobPayload<typeof followSegments>): Promise<void> {
    this.seen.push(payload);
    return Promise.resolve();
  }
}

/**
 * The module on embedded storage, queue and capture logs in a folder of its own. Only vendors are played: the recognizer by a script, the
 * embedder by a bag of words, understanding by fixed answers. Time moves when the test says so.
 */
export class ConversationsBench {
  private constructor(
    readonly app: INestApplicationContext,
    readonly clock: ManualClock,
    readonly dataDir: string,
  ) {}

  static async start(options: BenchOptions = {}): Promise<ConversationsBench> {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'mneme-conversations-')));
    const clock = options.clock ?? new ManualClock();
    const builder = Test.createTestingModule({
      imports: [
        surroundings(dataDir, clock, options),
        StorageModule.forRoot({ collections: [...accountCollections, ...conversationCollections] }),
        QueueModule.forRoot({
          config: { storage: { profile: 'embedded', dataDir, cloud: null } },
          definitions: [
            ...conversationJobs,
            extractMemories as JobDefinition,
            followSegments as JobDefinition,
          ],
        }),
        ConversationsModule,
      ],
      providers: [NotedExtractions, NotedFollowing],
    });
    builder
      .overrideProvider(ConversationUnderstanding)
      .useValue(options.understanding ?? new ScriptedUnderstanding());
    const module = await builder.compile();
    await module.init();
    await knowAnna(module.get(DocumentStore));
    return new ConversationsBench(module, clock, dataDir);
  }

  get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): T {
    return this.app.get(token as Type<T>);
  }

  device(options: TestDeviceOptions = {}): TestDevice {
    const sessions = this.get(LiveSessions);
    return new TestDevice({ sessions, passTime: (durationMs) => this.passTime(durationMs) }, options);
  }

  /** Moves time in small steps until the assertion holds; what happens in worker threads and on disk gets its real time. */
  async until(assertion: () => unknown, stepMs = 100): Promise<void> {
    await vi.waitFor(
      async () => {
        await this.clock.advance(stepMs);
        await assertion();
      },
      { timeout: 20_000, interval: 5 },
    );
  }

  async passTime(durationMs: number): Promise<void> {
    await this.clock.advance(durationMs);
  }

  /** What a power cut would leave on the disk at this moment, as a folder to start on. */
  async wreck(): Promise<string> {
    const copy = await mkdtemp(join(tmpdir(), 'mneme-wreck-'));
    await cp(this.dataDir, copy, { recursive: true, filter: (path) => !path.endsWith('.lock') });
    return copy;
  }

  /** Waits for something that itself waits for time to pass (back-off, group commit). */
  async settled<T>(work: Promise<T>): Promise<T> {
    let isSettled = false;
    const noted = work.finally(() => (isSettled = true));
    noted.catch(() => undefined);
    await this.until(() => {
      if (!isSettled) throw new Error('not settled');
    });
    return noted;
  }

  async stop(): Promise<void> {
    await this.settled(this.app.close());
    // A job whose grace is over, by this clock, may still be writing.
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
