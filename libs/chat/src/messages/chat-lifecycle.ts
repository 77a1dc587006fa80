import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataLifecycle, type LifecycleParticipant } from '#libs/storage';
import { FORGOTTEN } from './message.rules.js';
import { MessagesRepository } from './messages.repository.js';

/** Answers quote conversations: when one is deleted, the words of the answers that cite it go with it. */
@Injectable()
export class ChatLifecycle implements LifecycleParticipant, OnModuleInit {
  readonly store = 'chat messages';

  constructor(
    private readonly messages: MessagesRepository,
    private readonly lifecycle: DataLifecycle,
  ) {}

  onModuleInit(): void {
    this.lifecycle.register(this);
  }

  async deleteConversation(ownerId: string, conversationId: string): Promise<number> {
    const citing = await this.messages.citing(ownerId, conversationId);
    for (const { id } of citing) await this.messages.change(ownerId, id, FORGOTTEN);
    return citing.length;
  }

  async countConversation(ownerId: string, conversationId: string): Promise<number> {
    return (await this.messages.citing(ownerId, conversationId)).length;
  }
}
