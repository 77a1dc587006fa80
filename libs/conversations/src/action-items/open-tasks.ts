import { Injectable } from '@nestjs/common';
import { Embedder } from '#libs/ai';
import type { ActionItem } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import type { ActionItemRow } from './action-item-record.js';
import { actionItemId, normalized } from './action-item.rules.js';
import { ActionItemsRepository } from './action-items.repository.js';
import { isSameTask } from './task-matching.rules.js';

/** An open task as a language task may know it. */
export interface OpenTask {
  readonly id: string;
  readonly description: string;
  readonly due_at: Date | null;
}

/** What nothing happened to for longer is not meant when it is spoken of again. Source: specification of the pipeline, §2.2. */
const RECENT_MS = 7 * 86_400_000;
/** Of so many, those that something happened to last: documents read for each conversation that brings a task. */
const MAX_LOOKED_AT = 30;
/** Source: specification of the pipeline, §2.2. */
const MAX_IN_PROMPT = 10;
/**
 * Cosine below which two tasks are of different matters, whatever words they share. Measured with the word vectors that come along: pairs that
 * a person calls the same lie at 0.64 and above (open-tasks.spec.ts).
 */
export const MIN_SIMILARITY = 0.6;

/** The tasks that an owner has open now, for whoever must not put one in twice. */
@Injectable()
export class OpenTasks {
  constructor(
    private readonly items: ActionItemsRepository,
    private readonly embedder: Embedder,
    private readonly clock: Clock,
  ) {}

  /** Those nearest to a text, at most 10 of the last 7 days, for a prompt. */
  async forPrompt(ownerId: string, text: string, signal?: AbortSignal): Promise<OpenTask[]> {
    const open = await this.recent(ownerId);
    if (open.length <= MAX_IN_PROMPT) return open.map(toOpenTask);
    const [wanted, ...vectors] = await this.embedder.embed(
      [text, ...open.map(({ description }) => description)],
      signal,
    );
    return open
      .map((row, index) => ({ row, score: dot(wanted!, vectors[index]!) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, MAX_IN_PROMPT)
      .map(({ row }) => toOpenTask(row));
  }

  /** For each extracted task, by its id in the conversation, the open one of elsewhere that it certainly is. */
  async duplicatesOf(
    ownerId: string,
    conversationId: string,
    extracted: readonly ActionItem[],
    signal?: AbortSignal,
  ): Promise<Map<string, ActionItemRow>> {
    if (extracted.length === 0) return new Map();
    const open = (await this.recent(ownerId)).filter((row) => row.conversation_id !== conversationId);
    const likely = extracted.flatMap((item) =>
      open.filter((row) => isSameTask(row, item)).map((row) => ({ item, row })),
    );
    const texts = likely.flatMap(({ item, row }) => [item.description, row.description]);
    const vectors = texts.length > 0 ? await this.embedder.embed(texts, signal) : [];
    const duplicates = new Map<string, ActionItemRow>();
    likely.forEach(({ item, row }, index) => {
      const id = actionItemId(conversationId, item.description);
      const isSameText = normalized(item.description) === normalized(row.description);
      if (duplicates.has(id)) return;
      if (isSameText || areNear(vectors[2 * index]!, vectors[2 * index + 1]!)) duplicates.set(id, row);
    });
    return duplicates;
  }

  private async recent(ownerId: string): Promise<ActionItemRow[]> {
    const since = new Date(this.clock.nowMs() - RECENT_MS);
    const open = await this.items.recentlyOpen(ownerId, since, MAX_LOOKED_AT);
    return open.filter((row) => !row.is_locked);
  }
}

/** A text without words that the embedder knows says nothing either way. */
function areNear(one: Float32Array, other: Float32Array): boolean {
  const isSilent = (vector: Float32Array) => vector.every((value) => value === 0);
  return isSilent(one) || isSilent(other) || dot(one, other) >= MIN_SIMILARITY;
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * other[index]!, 0);
}

function toOpenTask({ id, description, due_at }: ActionItemRow): OpenTask {
  return { id, description, due_at };
}
