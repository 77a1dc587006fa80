import { Collection, type DocumentStore } from '#libs/storage';
import { conversationCollection } from './collections.js';
import { filtersOf } from './conversation-filter.js';
import type { ConversationHead, ConversationRow } from './conversation-row.js';

/** A conversation that somebody must still bring to an end. */
export interface UnfinishedConversation {
  readonly ownerId: string;
  readonly row: ConversationHead;
}

const HEAD_ONLY = { without: ['transcript_segments'] } as const;

/** Everybody's conversations, for the server's own upkeep: nothing of this is ever sent to anybody. */
export class ConversationsOfAllOwners {
  private readonly rows: Collection<ConversationRow>;

  constructor(store: DocumentStore) {
    this.rows = new Collection(store, conversationCollection);
  }

  /** Those in a state that must not last. */
  async *unfinished(): AsyncIterable<UnfinishedConversation> {
    const where = filtersOf({ statuses: ['in_progress', 'processing'] });
    for await (const { ownerId, data } of this.rows.ofAllOwners({ where, ...HEAD_ONLY }))
      yield { ownerId, row: data };
  }

  /** Those that ended before a moment and whose recordings are stored, longest ago first. */
  async *withSoundSince(before: Date): AsyncIterable<{ ownerId: string; id: string }> {
    const where = [{ field: 'sound_since', op: '<', value: before } as const];
    const orderBy = [{ field: 'sound_since', direction: 'asc' } as const];
    for await (const { ownerId, id } of this.rows.ofAllOwners({ where, orderBy, ...HEAD_ONLY })) {
      yield { ownerId, id };
    }
  }
}
