import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataLifecycle, type LifecycleParticipant } from '#libs/storage';
import { SourceRemoval } from './resolution/source-removal.js';

/** Lets go of what rests on a deleted conversation: the memory itself when nothing else bears it out, else that one piece of evidence. */
@Injectable()
export class MemoryLifecycle implements LifecycleParticipant, OnModuleInit {
  readonly store = 'memories';

  constructor(
    private readonly lifecycle: DataLifecycle,
    private readonly sources: SourceRemoval,
  ) {}

  onModuleInit(): void {
    this.lifecycle.register(this);
  }

  deleteConversation(ownerId: string, conversationId: string): Promise<number> {
    return this.sources.remove(ownerId, conversationId);
  }

  countConversation(ownerId: string, conversationId: string): Promise<number> {
    return this.sources.count(ownerId, conversationId);
  }
}
