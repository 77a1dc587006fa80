import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Memory } from '#libs/contracts';
import { DataLifecycle, type LifecycleParticipant } from '#libs/storage';
import { MemoryIndex } from './memory-index.js';
import { MemoryRepository } from './memory.repository.js';
import { restsOn } from './resolution.rules.js';

/** Lets go of what rests on a deleted conversation: the memory itself when nothing else bears it out, else that one piece of evidence. */
@Injectable()
export class MemoryLifecycle implements LifecycleParticipant, OnModuleInit {
  readonly store = 'memories';

  constructor(
    private readonly lifecycle: DataLifecycle,
    private readonly memories: MemoryRepository,
    private readonly index: MemoryIndex,
  ) {}

  onModuleInit(): void {
    this.lifecycle.register(this);
  }

  /** Search goes first: dying in between leaves documents, which the next run finds. */
  async deleteConversation(ownerId: string, conversationId: string): Promise<number> {
    const affected = (await this.memories.all(ownerId)).filter((memory) => comesFrom(memory, conversationId));
    const doomed = affected.filter((memory) => !outlives(memory, conversationId)).map(({ id }) => id);
    if (doomed.length > 0) await this.index.remove(ownerId, doomed);
    await this.memories.changeAll(ownerId, (stored) => withoutConversation(stored, conversationId));
    return affected.length;
  }

  async countConversation(ownerId: string, conversationId: string): Promise<number> {
    return (await this.memories.all(ownerId)).filter((memory) => comesFrom(memory, conversationId)).length;
  }
}

function comesFrom(memory: Memory, conversationId: string): boolean {
  return memory.conversation_id === conversationId || restsOn(memory, conversationId);
}

function outlives(memory: Memory, conversationId: string): boolean {
  return memory.manually_added || memory.evidence.some((evidence) => evidence.source_id !== conversationId);
}

function withoutConversation(
  stored: readonly Memory[],
  conversationId: string,
): { saved: Memory[]; deletedIds: string[] } {
  const affected = stored.filter((memory) => comesFrom(memory, conversationId));
  const deletedIds = affected.filter((memory) => !outlives(memory, conversationId)).map(({ id }) => id);
  const saved = affected
    .filter((memory) => outlives(memory, conversationId))
    .map((memory) => {
      const evidence = memory.evidence.filter((one) => one.source_id !== conversationId);
      const source =
        memory.conversation_id === conversationId ? (evidence[0]?.source_id ?? null) : memory.conversation_id;
      return { ...memory, evidence, conversation_id: source, memory_id: source };
    });
  return { saved, deletedIds };
}
