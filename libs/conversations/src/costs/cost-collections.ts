import { defineCollection, type CollectionDefinition } from '#libs/storage';
import type { UsageHour, UsageStats } from '#libs/accounts';

/** What one processing of a conversation asked of the chat model. Counts only. */
export interface ConversationCost {
  readonly revision: number;
  /** Calls that were let through, answered or not. */
  readonly calls: number;
  /** Calls that were not, because there had been too many; by task. */
  readonly refused: Readonly<Record<string, number>>;
  /** Parts of it that were too many for the model, so that the rules read them; by task. */
  readonly left_out: Readonly<Record<string, number>>;
  readonly spent: readonly CostEntry[];
}

export interface CostEntry {
  readonly task: string;
  readonly model: string;
  readonly calls: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cached_tokens: number;
}

/** What a conversation counts in its owner's usage, so that counting it again counts the difference. */
export interface CountedUsage {
  readonly hour: UsageHour;
  readonly stats: UsageStats;
}

/** By revision. */
export const conversationCostCollection = defineCollection<ConversationCost>({
  path: 'users/{ownerId}/conversations/{conversationId}/model_costs',
});

/** One document, `counted`. */
export const countedUsageCollection = defineCollection<CountedUsage>({
  path: 'users/{ownerId}/conversations/{conversationId}/usage',
});

export const costCollections: readonly CollectionDefinition[] = [
  conversationCostCollection as CollectionDefinition,
  countedUsageCollection as CollectionDefinition,
];
