import { Injectable } from '@nestjs/common';
import { indexMemory } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { isOwners } from '../memory.rules.js';
import { MemorySet, reinforced } from '../resolution/memory-set.js';
import { withoutSource } from '../resolution/source-replacement.rules.js';
import type { MemoryChanges, MemoryView } from '../store/memory.repository.js';
import { MemoryRepository } from '../store/memory.repository.js';
import type { SourceSegments } from './memory-checks.rules.js';
import type { MemoryFinding } from './memory-finding.js';

/** Puts right what can be put right without taking anything from the owner. Search follows by jobs, which the server does. */
@Injectable()
export class MemoryRepairs {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly queue: JobQueue,
  ) {}

  /** A repeat goes into what it repeats; evidence whose source is gone goes, and the memory with it when nothing else bears it out. */
  async repair(
    ownerId: string,
    finding: MemoryFinding,
    sources: ReadonlyMap<string, SourceSegments | null>,
  ): Promise<number> {
    const ids = finding.kind === 'duplicate' ? [finding.memoryId, finding.detail] : [finding.memoryId];
    const changes = await this.memories.decide(ownerId, { ids }, (view) =>
      finding.kind === 'duplicate' ? joined(view, finding) : ungrounded(view, sources),
    );
    for (const memoryId of ids) await this.queue.enqueue(indexMemory, { ownerId, memoryId });
    return changes.saved.length + changes.deletedIds.length > 0 ? 1 : 0;
  }
}

function joined({ memories }: MemoryView, { memoryId, detail }: MemoryFinding): MemoryChanges {
  const repeat = memories.find(({ id }) => id === memoryId);
  const keeper = memories.find(({ id }) => id === detail);
  if (!repeat || !keeper || isOwners(repeat)) return { saved: [], deletedIds: [] };
  return { saved: [reinforced(keeper, repeat)], deletedIds: [repeat.id] };
}

function ungrounded(
  { memories }: MemoryView,
  sources: ReadonlyMap<string, SourceSegments | null>,
): MemoryChanges {
  const gone = [...sources].flatMap(([id, segments]) => (segments === null ? [id] : []));
  const left = gone.reduce(
    (kept, sourceId) => withoutSource([...kept.values()], sourceId),
    new Map(memories.map((memory) => [memory.id, memory])),
  );
  return new MemorySet(memories, left).changes();
}
