import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { vi } from 'vitest';
import {
  accountCollections,
  ClosedAccounts,
  ModelUsage,
  OwnerProfile,
  OwnerUsage,
  People,
  PeopleRepository,
  SpeechSettings,
  UsersRepository,
} from '#libs/accounts';
import {
  Embedder,
  InlineRules,
  LanguageDetector,
  LanguageModel,
  SpeakerEmbedder,
  SpeechProviders,
  ThreadedLanguageDetector,
  VoiceActivity,
  type SpeechCapabilities,
} from '#libs/ai';
import {
  FakeSpeakerEmbedder,
  FakeSpeechToText,
  FakeVoiceActivity,
  type SpeechScript,
} from '#libs/ai/testing';
import { AppConfig } from '#libs/config';
import {
  AppEventBus,
  extractMemories,
  followSegments,
  type JobDefinition,
  type JobPayload,
} from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { Log, Metrics, SilentLog } from '#libs/observability';
import { JobHandler, QueueModule, type HandlesJob } from '#libs/queue';
import { DocumentStore, StorageModule } from '#libs/storage';
import { conversationJobs } from '../conversation-jobs.js';
import { ConversationsModule } from '../conversations.module.js';
import { LiveSessions } from '../live/live-sessions.js';
import { conversationCollections } from '../store/collections.js';
import { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import { rulesModel } from './rules-model.js';
import { ScriptedUnderstanding } from './scripted-understanding.js';
import { TestDevice, type TestDeviceOptions } from './test-device.js';
import { WordBagEmbedder } from './word-bag-embedder.js';

export interface BenchOptions {
  /** What the recognizer hears: the n-th opened stream plays the n-th. */
  readonly heard?: readonly SpeechScript[];
  readonly understanding?: ConversationUnderstanding;
  /** What the recognizer can do besides. */
  readonly recognizer?: Partial<SpeechCapabilities>;
  /** First name of the owner; not known otherwise. */
  readonly ownerName?: string;
  /** How voices sound; no model is installed otherwise. */
  readonly voices?: SpeakerEmbedder;
  /** For how long stored sound is kept; for ever otherwise. */
  readonly retentionDays?: number | null;
  /** For everything but understanding; rules answer otherwise. */
  readonly languageModel?: LanguageModel;
  /** A folder to start on; a new one otherwise. */
  readonly dataDir?: string;
  readonly clock?: ManualClock;
}

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

/** Somebody whom ada knows. */
async function knowAnna(store: DocumentStore): Promise<void> {
  const data = { id: 'anna', name: 'Anna', created_at: new Date(0), updated_at: new Date(0) };
  await store.write([{ kind: 'set', path: 'users/ada/people/anna', data }]);
}

function surroundings(
  dataDir: string,
  clock: ManualClock,
  {
    heard = [],
    recognizer,
    ownerName,
    voices = new FakeSpeakerEmbedder(null),
    retentionDays = null,
    languageModel = rulesModel(),
  }: BenchOptions,
): DynamicModule {
  const config: Partial<AppConfig> = {
    server: { host: '127.0.0.1', port: 0, publicUrl: null, shutdownGraceMs: 1_000 },
    storage: { profile: 'embedded', dataDir, cloud: null },
    audio: { retentionDays },
    language: { chatModel: null },
    outbound: { mayReachPrivateAddresses: true },
    masterSecret: null,
    previousMasterSecrets: [],
    referenceSecret: null,
  };
  const profile: OwnerProfile = {
    timeZoneOf: () => Promise.resolve('Europe/Berlin'),
    nameOf: () => Promise.resolve(ownerName ?? null),
    languageOf: () => Promise.resolve(null),
  };
  const values: [unknown, unknown][] = [
    [AppConfig, config],
    [Clock, clock],
    [Log, new SilentLog()],
    [Metrics, new Metrics()],
    [AppEventBus, new AppEventBus()],
    [SpeechProviders, { inOrder: [new FakeSpeechToText(...heard).as('fake', recognizer)] }],
    [VoiceActivity, new FakeVoiceActivity()],
    [Embedder, new WordBagEmbedder()],
    [LanguageModel, languageModel],
    [LanguageDetector, new ThreadedLanguageDetector(new InlineRules())],
    [OwnerProfile, profile],
    [SpeakerEmbedder, voices],
  ];
  return {
    module: Surroundings,
    providers: [
      ClosedAccounts,
      PeopleRepository,
      People,
      UsersRepository,
      SpeechSettings,
      ModelUsage,
      OwnerUsage,
      ...values.map(([token, value]) => ({ provide: token as Type, useValue: value })),
    ],
    exports: [
      ClosedAccounts,
      People,
      SpeechSettings,
      UsersRepository,
      ModelUsage,
      OwnerUsage,
      ...values.map(([token]) => token as Type),
    ],
  };
}

@Global()
@Module({})
class Surroundings {}
