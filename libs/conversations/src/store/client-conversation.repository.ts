import { Injectable } from '@nestjs/common';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import type { ClientConversation } from './client-conversation.js';
import { clientConversationCollection } from './collections.js';

/** What became of the ids that clients proposed. */
@Injectable()
export class ClientConversationRepository {
  private readonly bound: Collection<ClientConversation>;

  constructor(store: DocumentStore) {
    this.bound = new Collection(store, clientConversationCollection);
  }

  /** The conversation that goes on under the id; null when the id was never proposed. */
  async read(transaction: DocumentTransaction, ownerId: string, proposedId: string): Promise<string | null> {
    const found = await this.bound.within(transaction).get(ownerId, proposedId);
    return found?.data.conversation_id ?? null;
  }

  write(
    transaction: DocumentTransaction,
    ownerId: string,
    proposedId: string,
    body: ClientConversation,
  ): void {
    this.bound.within(transaction).set(ownerId, proposedId, body);
  }
}
