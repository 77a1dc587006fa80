import { defineCollection, type CollectionDefinition } from '#libs/storage';

/** What a task took of a model. */
export interface ModelUse {
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Of the input, what the server had read before. */
  readonly cached_tokens: number;
  readonly call_count: number;
}

/** One day in the layout of the reference: below `date` and `last_updated` a map for each feature, by model. */
export type ModelUseDay = Readonly<Record<string, unknown>> & {
  /** `YYYY-MM-DD`, UTC. */
  readonly date?: string;
  readonly last_updated?: Date;
};

/** What was recorded and learned. Source of the fields: specification of the data shapes, `UsageStats`. */
export interface UsageStats {
  /** Of sound that was transcribed. */
  readonly transcription_seconds: number;
  readonly words_transcribed: number;
  /** Sentences of notes, tasks and appointments. */
  readonly insights_gained: number;
  readonly memories_created: number;
  /** In which somebody spoke. */
  readonly speech_seconds: number;
}

/** A day of the owner, hour by hour. */
export interface UsageDay {
  /** `YYYY-MM-DD` in the owner's time zone. */
  readonly date: string;
  /** By hour, `00` to `23`. */
  readonly hours: Readonly<Record<string, UsageStats>>;
}

export const modelUseCollection = defineCollection<ModelUseDay>({ path: 'users/{ownerId}/llm_usage' });
export const usageDayCollection = defineCollection<UsageDay>({ path: 'users/{ownerId}/usage_days' });

/** For `StorageModule.forRoot`. Counts only, nothing to encrypt. */
export const usageCollections: readonly CollectionDefinition[] = [
  modelUseCollection as CollectionDefinition,
  usageDayCollection as CollectionDefinition,
];
