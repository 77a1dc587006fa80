import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ModelUsage, OwnerProfile } from '#libs/accounts';
import { LanguageModel } from '#libs/ai';
import { rebuildKnowledgeGraph, type Memory } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { isOpen } from '../memory.rules.js';
import { MemoryRepository } from '../store/memory.repository.js';
import { extractKnowledgeTask } from './extract-knowledge.task.js';
import { GraphBuilder } from './graph.rules.js';
import type { Knowledge } from './knowledge.js';
import { KnowledgeRepository } from './knowledge.repository.js';

/** Memories that are read together, by one call of a model. */
const BATCH = 20;
/** Facts that are put together without letting others have a turn. */
const SLICE = 200;

/**
 * People, places and things that the memories speak of, and how they hang together. What each memory says is kept beside it and the graph is put together
 * when it is asked for, so that a memory that goes takes exactly its own citations along, and nothing is ever half rebuilt.
 */
@Injectable()
export class KnowledgeGraph {
  constructor(
    private readonly facts: KnowledgeRepository,
    private readonly memories: MemoryRepository,
    private readonly model: LanguageModel,
    private readonly usage: ModelUsage,
    private readonly owners: OwnerProfile,
    private readonly queue: JobQueue,
  ) {}

  async get(ownerId: string): Promise<Knowledge> {
    const graph = new GraphBuilder();
    let count = 0;
    for await (const cited of this.facts.all(ownerId)) {
      graph.add(cited);
      count += 1;
      if (count % SLICE === 0) await setImmediate();
    }
    return graph.build(ownerId);
  }

  /** Reads memories for what they say, at most twenty of them at once. Reading them again changes nothing. */
  async learn(ownerId: string, memories: readonly Memory[], signal?: AbortSignal): Promise<void> {
    if (memories.length === 0) return;
    const input = {
      ownerName: await this.owners.nameOf(ownerId),
      memories: memories.map(({ content, subject, predicate }) => ({ content, subject, predicate })),
    };
    const meter = this.usage.meterOf(ownerId);
    const { output } = await this.model.run(extractKnowledgeTask, input, signal, meter);
    const said = memories.flatMap((memory, index) => {
      const { nodes, edges } = output.memories.find((one) => one.index === index) ?? { nodes: [], edges: [] };
      const fact = { nodes, edges, created_at: memory.created_at };
      return nodes.length > 0 ? [{ memoryId: memory.id, fact }] : [];
    });
    await this.facts.save(ownerId, said);
  }

  /** Asks for all memories to be read anew. Answers the graph as it is, which stays readable meanwhile. */
  async requestRebuild(ownerId: string): Promise<Knowledge> {
    await this.queue.enqueue(rebuildKnowledgeGraph, { ownerId });
    return this.get(ownerId);
  }

  /** Reads every visible memory anew, each in place of what was known of it, and then lets go of what no visible memory says. */
  async rebuild(ownerId: string, signal?: AbortSignal): Promise<void> {
    const read = new Set<string>();
    let batch: Memory[] = [];
    const flush = async () => {
      signal?.throwIfAborted();
      await this.learn(ownerId, batch, signal);
      batch = [];
    };
    for await (const memory of this.memories.inListOrder(ownerId)) {
      if (!isOpen(memory)) continue;
      read.add(memory.id);
      batch.push(memory);
      if (batch.length === BATCH) await flush();
    }
    await flush();
    const stale: string[] = [];
    for await (const { memoryId } of this.facts.all(ownerId)) if (!read.has(memoryId)) stale.push(memoryId);
    await this.retractUnseen(ownerId, stale);
  }

  /** Forgets the graph; the memories stay, and what is heard from now on makes a new one. */
  async clear(ownerId: string): Promise<void> {
    await this.facts.clear(ownerId);
  }

  /** A memory that was heard while the others were read is not stale. */
  private async retractUnseen(ownerId: string, ids: readonly string[]): Promise<void> {
    const alive = (await this.memories.findMany(ownerId, ids)).filter(isOpen).map(({ id }) => id);
    await this.facts.retract(
      ownerId,
      ids.filter((id) => !alive.includes(id)),
    );
  }
}
