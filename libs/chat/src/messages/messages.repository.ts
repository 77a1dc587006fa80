import { Injectable } from '@nestjs/common';
import { Collection, defineCollection, DocumentStore, type CollectionDefinition } from '#libs/storage';
import { messageShapeOf, type StoredMessage } from './message-shape.js';

const messages = defineCollection<StoredMessage>({
  path: 'users/{ownerId}/messages',
  indexes: [
    { fields: [{ field: 'created_at', direction: 'desc' }] },
    {
      fields: [
        { field: 'memories_id', contains: true },
        { field: 'created_at', direction: 'desc' },
      ],
    },
  ],
  sealed: [{ field: 'text', reference: 'text' }, 'citations'],
  upgrade: messageShapeOf,
});

/** For `StorageModule.forRoot`. */
export const chatCollections: readonly CollectionDefinition[] = [messages];

const PAGE = 200;

/** The turns of the chat, `users/{uid}/messages`. What belongs to another owner is absent. */
@Injectable()
export class MessagesRepository {
  private readonly messages: Collection<StoredMessage>;

  constructor(store: DocumentStore) {
    this.messages = new Collection(store, messages);
  }

  /** `conflict` DOCUMENT_EXISTS when the id is taken. */
  async add(ownerId: string, message: StoredMessage): Promise<void> {
    await this.messages.create(ownerId, message.id, message);
  }

  /** Newest first. */
  async list(ownerId: string, page: { limit: number; offset: number }): Promise<StoredMessage[]> {
    const { documents } = await this.messages.query(ownerId, {
      orderBy: [{ field: 'created_at', direction: 'desc' }],
      limit: page.limit,
      offset: page.offset,
    });
    return documents.map(({ data }) => data);
  }

  /** All of them, newest first. */
  async *all(ownerId: string): AsyncIterable<StoredMessage> {
    const orderBy = [{ field: 'created_at', direction: 'desc' as const }];
    for await (const { data } of this.messages.each(ownerId, { orderBy })) yield data;
  }

  /** Those that cite a conversation, newest first. */
  async citing(ownerId: string, conversationId: string): Promise<StoredMessage[]> {
    const { documents } = await this.messages.query(ownerId, {
      where: [{ field: 'memories_id', op: 'array-contains', value: conversationId }],
      orderBy: [{ field: 'created_at', direction: 'desc' }],
    });
    return documents.map(({ data }) => data);
  }

  /** `not_found` DOCUMENT_MISSING when it was deleted meanwhile. */
  async change(ownerId: string, id: string, fields: Partial<StoredMessage>): Promise<void> {
    await this.messages.update(ownerId, id, fields);
  }

  /** Page by page, so that a call that dies leaves less for the next one. */
  async deleteAll(ownerId: string): Promise<void> {
    for (;;) {
      const page = await this.list(ownerId, { limit: PAGE, offset: 0 });
      if (page.length === 0) return;
      await Promise.all(page.map(({ id }) => this.messages.delete(ownerId, id)));
    }
  }
}
