import { Injectable } from '@nestjs/common';
import { Embedder } from '#libs/ai';
import type { Conversation } from '#libs/contracts';
import { KeywordIndex, VectorStore, type KeywordDocument, type VectorRecord } from '#libs/storage';
import { passagesOf } from './passages.rules.js';

/** Name of the keyword collection and the vector namespace. */
export const CONVERSATION_INDEX = 'conversations';

/** Vectors written in one call; what Pinecone takes at once. */
const BATCH = 100;

/** One thing to be found: a passage, or the conversation as a whole. */
interface Entry {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly context: string;
}

const passageId = (conversationId: string, number: number) => `${conversationId}:t:${number}`;
const summaryId = (conversationId: string) => `${conversationId}:s`;
const prefixOf = (conversationId: string) => `${conversationId}:`;

/** What an entry's id names. `passage` is null for the conversation as a whole. */
export function parseEntryId(id: string): { conversationId: string; passage: number | null } {
  const [conversationId = '', kind, number] = id.split(':');
  return { conversationId, passage: kind === 't' ? Number(number) : null };
}

/** A conversation's place in search by words and by meaning: one entry for each passage, and one for the whole. */
@Injectable()
export class ConversationIndex {
  constructor(
    private readonly keywords: KeywordIndex,
    private readonly vectors: VectorStore,
    private readonly embedder: Embedder,
  ) {}

  /** Replaces what was there before. */
  async write(ownerId: string, conversation: Conversation, signal?: AbortSignal): Promise<void> {
    await this.remove(ownerId, conversation.id);
    const entries = entriesOf(conversation);
    for (let from = 0; from < entries.length; from += BATCH) {
      signal?.throwIfAborted();
      await this.writeBatch(ownerId, conversation, entries.slice(from, from + BATCH), signal);
    }
  }

  /** Answers how many entries went. */
  async remove(ownerId: string, conversationId: string): Promise<number> {
    const prefix = prefixOf(conversationId);
    const words = await this.keywords.deleteByPrefix(CONVERSATION_INDEX, ownerId, prefix);
    const meanings = await this.vectors.deleteByPrefix(CONVERSATION_INDEX, ownerId, prefix);
    return words + meanings;
  }

  private async writeBatch(
    ownerId: string,
    conversation: Conversation,
    entries: readonly Entry[],
    signal?: AbortSignal,
  ): Promise<void> {
    const timeMs = conversation.started_at.getTime();
    const documents = entries.map((entry): KeywordDocument => ({ ...entry, ownerId, timeMs, metadata: {} }));
    await this.keywords.upsert(CONVERSATION_INDEX, documents);
    const values = await this.embedder.embed(
      entries.map((entry) => entry.body),
      signal,
    );
    const records = entries.flatMap((entry, index): VectorRecord[] => {
      const vector = values[index]!;
      const metadata = { started_at: timeMs / 1000 };
      return isDirected(vector) ? [{ id: entry.id, ownerId, values: vector, metadata }] : [];
    });
    const { name, dimension } = this.embedder;
    await this.vectors.upsert(CONVERSATION_INDEX, { name, dimension }, records);
  }
}

/** Whether a text had words that the embedder knows; the zero vector is near to nothing, and stores refuse it. */
export function isDirected(vector: Float32Array): boolean {
  return vector.some((value) => value !== 0);
}

function entriesOf(conversation: Conversation): Entry[] {
  const passages = passagesOf(conversation.transcript_segments);
  const said = passages.map((passage, number): Entry => ({
    id: passageId(conversation.id, number),
    title: '',
    body: passage.text,
    context: neighboursOf(passages, number),
  }));
  return [summaryEntry(conversation), ...said];
}

function neighboursOf(passages: readonly { text: string }[], number: number): string {
  return [passages[number - 1]?.text, passages[number + 1]?.text].filter(Boolean).join(' ');
}

function summaryEntry({ id, structured }: Conversation): Entry {
  const tasks = structured.action_items.map((item) => item.description);
  const events = structured.events.map((event) => event.title);
  return {
    id: summaryId(id),
    title: structured.title,
    body: [structured.title, structured.overview, ...tasks, ...events].join('\n'),
    context: '',
  };
}
