import { Injectable } from '@nestjs/common';
import { Embedder } from '#libs/ai';
import type { Conversation, RetrievalTerms } from '#libs/contracts';
import { KeywordIndex, VectorStore, type KeywordDocument, type VectorRecord } from '#libs/storage';

import {
  CONVERSATION_INDEX,
  entriesOf,
  prefixOf,
  wholeEntryOf,
  WHOLE_INDEX,
  type Entry,
} from './entries.rules.js';

/** Vectors written in one call; what Pinecone takes at once. */
const BATCH = 100;

/** A conversation's place in search: by words as a whole; by words and by meaning for each passage and for its summary. */
@Injectable()
export class ConversationIndex {
  constructor(
    private readonly keywords: KeywordIndex,
    private readonly vectors: VectorStore,
    private readonly embedder: Embedder,
  ) {}

  /** Replaces what was there before. One that was set aside is found only as a whole, by who asks for such. */
  async write(
    ownerId: string,
    conversation: Conversation,
    { retrieval, signal }: { retrieval?: RetrievalTerms | undefined; signal?: AbortSignal } = {},
  ): Promise<void> {
    await this.remove(ownerId, conversation.id);
    const timeMs = conversation.started_at.getTime();
    await this.keywords.upsert(WHOLE_INDEX, [{ ...wholeEntryOf(conversation, retrieval), ownerId, timeMs }]);
    const entries = conversation.discarded ? [] : entriesOf(conversation);
    for (let from = 0; from < entries.length; from += BATCH) {
      signal?.throwIfAborted();
      await this.writeBatch(entries.slice(from, from + BATCH), { ownerId, timeMs, signal });
    }
  }

  /** Answers how many entries went. */
  async remove(ownerId: string, conversationId: string): Promise<number> {
    const prefix = prefixOf(conversationId);
    const wholes = await this.keywords.deleteByPrefix(WHOLE_INDEX, ownerId, prefix);
    const words = await this.keywords.deleteByPrefix(CONVERSATION_INDEX, ownerId, prefix);
    const meanings = await this.vectors.deleteByPrefix(CONVERSATION_INDEX, ownerId, prefix);
    return wholes + words + meanings;
  }

  private async writeBatch(
    entries: readonly Entry[],
    { ownerId, timeMs, signal }: { ownerId: string; timeMs: number; signal: AbortSignal | undefined },
  ): Promise<void> {
    const documents = entries.map((entry): KeywordDocument => ({ ...entry, ownerId, timeMs }));
    await this.keywords.upsert(CONVERSATION_INDEX, documents);
    const values = await this.embedder.embed(
      entries.map((entry) => entry.body),
      signal,
    );
    const records = entries.flatMap(({ id, metadata }, index): VectorRecord[] => {
      const vector = values[index]!;
      return isDirected(vector) ? [{ id, ownerId, values: vector, metadata }] : [];
    });
    const { name, dimension } = this.embedder;
    await this.vectors.upsert(CONVERSATION_INDEX, { name, dimension }, records);
  }
}

/** Whether a text had words that the embedder knows; the zero vector is near to nothing, and stores refuse it. */
export function isDirected(vector: Float32Array): boolean {
  return vector.some((value) => value !== 0);
}
