import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import {
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
import { AppEventBus } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import type { ManualClock } from '#libs/kernel/testing';
import { Log, Metrics, SilentLog } from '#libs/observability';
import type { DocumentStore } from '#libs/storage';
import type { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import { rulesModel } from './rules-model.js';
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

/** Somebody whom ada knows. */
export async function knowAnna(store: DocumentStore): Promise<void> {
  const data = { id: 'anna', name: 'Anna', created_at: new Date(0), updated_at: new Date(0) };
  await store.write([{ kind: 'set', path: 'users/ada/people/anna', data }]);
}

/** What the module expects around it: only vendors and the owner's settings are played. */
export function surroundings(
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
