import { Injectable } from '@nestjs/common';
import type { Message } from '#libs/contracts';
import { ConversationsService } from '#libs/conversations';
import { AppError, Clock, deterministicId } from '#libs/kernel';
import { newMessage, type StoredMessage } from './message-shape.js';
import { FORGOTTEN, hydrate, type CardSource } from './message.rules.js';
import { MessagesRepository } from './messages.repository.js';

/** The chat so far, with the cards of what it cites. */
@Injectable()
export class ChatHistory {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly conversations: ConversationsService,
    private readonly clock: Clock,
  ) {}

  async add(ownerId: string, message: StoredMessage): Promise<void> {
    await this.messages.add(ownerId, message);
  }

  /**
   * Stores an answer and gives it back with its cards. A conversation that was deleted while the answer was written takes its words along:
   * the purge, which ran before they were stored, could not.
   */
  async addAnswer(ownerId: string, answer: StoredMessage): Promise<Message> {
    await this.messages.add(ownerId, answer);
    const cited = await this.citedBy(ownerId, [answer]);
    if (answer.memories_id.every((id) => cited.has(id))) return hydrate(answer, cited);
    await this.messages.change(ownerId, answer.id, FORGOTTEN);
    return hydrate({ ...answer, ...FORGOTTEN }, cited);
  }

  /** Newest first. */
  async list(ownerId: string, page: { limit: number; offset: number }): Promise<Message[]> {
    return this.hydrateAll(ownerId, await this.messages.list(ownerId, page));
  }

  /** All of it as it is stored, without cards, newest first. */
  all(ownerId: string): AsyncIterable<StoredMessage> {
    return this.messages.all(ownerId);
  }

  /** The newest, oldest first, as a model reads them. */
  async recent(ownerId: string, count: number): Promise<StoredMessage[]> {
    return (await this.messages.list(ownerId, { limit: count, offset: 0 })).reverse();
  }

  async hydrated(ownerId: string, message: StoredMessage): Promise<Message> {
    return (await this.hydrateAll(ownerId, [message]))[0]!;
  }

  /** The first message of an empty chat. Two clients that open it at once get the same one. */
  async greet(ownerId: string, ownerName: string | null): Promise<Message> {
    const greeting = newMessage({
      id: deterministicId('chat-greeting', ownerId),
      text: `Hello${ownerName ? ` ${ownerName}` : ''}! Ask me about anything you have said or heard.`,
      created_at: this.clock.now(),
      sender: 'ai',
    });
    await this.messages.add(ownerId, greeting).catch(unlessThere);
    return hydrate(greeting, new Map());
  }

  async deleteAll(ownerId: string): Promise<void> {
    await this.messages.deleteAll(ownerId);
  }

  private async hydrateAll(ownerId: string, messages: readonly StoredMessage[]): Promise<Message[]> {
    const conversations = await this.citedBy(ownerId, messages);
    return messages.map((message) => hydrate(message, conversations));
  }

  private async citedBy(
    ownerId: string,
    messages: readonly StoredMessage[],
  ): Promise<ReadonlyMap<string, CardSource>> {
    const ids = [...new Set(messages.flatMap(({ memories_id }) => memories_id))];
    const found = ids.length > 0 ? await this.conversations.getHeads(ownerId, ids) : [];
    return new Map(found.map((conversation) => [conversation.id, conversation]));
  }
}

function unlessThere(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'DOCUMENT_EXISTS')) throw error;
}
