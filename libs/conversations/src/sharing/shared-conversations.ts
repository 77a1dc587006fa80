import { Injectable } from '@nestjs/common';
import type { Conversation, SharedConversation, Visibility } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { Collection, DocumentStore } from '#libs/storage';
import { conversationCollection } from '../store/collections.js';
import { conversationNotFound, demandUnlocked, opened } from '../store/conversation-access.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationRow } from '../store/conversation-row.js';
import { isShared, sharedViewOf } from './shared-conversation.rules.js';

const HEAD_ONLY = { without: ['transcript_segments'] } as const;
/** A client may have proposed the id: accounts that have chosen the same one. */
const MAX_NAMESAKES = 10;

/**
 * What owners let others see. Whether they do is a field of the conversation and of nothing else: once it is private again, nobody finds it.
 */
@Injectable()
export class SharedConversations {
  private readonly rows: Collection<ConversationRow>;

  constructor(
    store: DocumentStore,
    private readonly conversations: ConversationRepository,
    private readonly clock: Clock,
  ) {
    this.rows = new Collection(store, conversationCollection);
  }

  /** `not_found` CONVERSATION_NOT_FOUND; `locked` CONVERSATION_LOCKED. */
  async setVisibility(ownerId: string, id: string, visibility: Visibility): Promise<Conversation> {
    const now = this.clock.now();
    const changed = await this.conversations.change(ownerId, id, (row) => {
      opened(row, id);
      return { visibility, updated_at: now };
    });
    if (!changed) throw conversationNotFound(id);
    return this.conversations.complete(ownerId, changed);
  }

  /** For anybody. `not_found` CONVERSATION_NOT_FOUND while its owner does not share it, and when there is none; `locked` CONVERSATION_LOCKED. */
  async get(id: string): Promise<SharedConversation> {
    const owner = await this.ownerOf(id);
    const shared = owner && (await this.conversations.find(owner, id));
    if (!shared || !isShared(shared)) throw conversationNotFound(id);
    demandUnlocked(shared);
    return sharedViewOf(shared, shared.transcript_segments);
  }

  /** For anybody: what owners have published and is not locked, newest first, without what was said in it. */
  async listPublic(page: { readonly limit: number; readonly offset: number }): Promise<SharedConversation[]> {
    const found: SharedConversation[] = [];
    let passed = 0;
    const published = this.rows.ofAllOwners({
      where: [{ field: 'visibility', op: '==', value: 'public' }],
      orderBy: [{ field: 'created_at', direction: 'desc' }],
      ...HEAD_ONLY,
    });
    for await (const { data } of published) {
      if (!isShared(data) || data.is_locked) continue;
      passed += 1;
      if (passed > page.offset) found.push(sharedViewOf(data, []));
      if (found.length >= page.limit) break;
    }
    return found;
  }

  /** Of several owners of this id the first: nobody can put words of their own under somebody else's address. */
  private async ownerOf(id: string): Promise<string | null> {
    const where = [{ field: 'id', op: '==', value: id }] as const;
    const namesakes: { ownerId: string; created_at: Date }[] = [];
    for await (const { ownerId, data } of this.rows.ofAllOwners({ where, ...HEAD_ONLY })) {
      if (isShared(data)) namesakes.push({ ownerId, created_at: data.created_at });
      if (namesakes.length >= MAX_NAMESAKES) break;
    }
    const [first] = namesakes.sort((a, b) => a.created_at.getTime() - b.created_at.getTime());
    return first?.ownerId ?? null;
  }
}
