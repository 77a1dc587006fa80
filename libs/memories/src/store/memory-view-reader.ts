import type { Memory } from '#libs/contracts';
import type { CollectionQuery, CollectionTransaction } from '#libs/storage';
import { memoryOfRow, type MemoryRow } from './memory-row.js';

/** What of an owner's memories a decision needs to see. Each part is found by a key, so its cost does not grow with what else is remembered. */
export interface ViewRequest {
  /** Everything that rests on this source, and what was replaced by that. */
  readonly sourceId?: string;
  /** Whatever search may not know yet: everything that consolidation has not looked at. */
  readonly pending?: boolean;
  readonly factKeys?: readonly string[];
  readonly contentKeys?: readonly string[];
  readonly ids?: readonly string[];
}

/** More waiting ones than this are not looked at; consolidation runs long before. */
const MAX_PENDING = 100;
/** What one query can ask for with `in`. */
const MAX_IN = 30;

/** Collects a view inside a transaction, so that whatever would have belonged to it and comes meanwhile is noticed. */
export class MemoryViewReader {
  private readonly found = new Map<string, Memory>();

  constructor(
    private readonly ownerId: string,
    private readonly memories: CollectionTransaction<MemoryRow>,
  ) {}

  async read({
    sourceId,
    pending,
    factKeys = [],
    contentKeys = [],
    ids = [],
  }: ViewRequest): Promise<Memory[]> {
    if (sourceId !== undefined) await this.addSource(sourceId);
    if (pending) await this.add({ where: [{ field: 'pending', op: '==', value: true }], limit: MAX_PENDING });
    await this.addWhereIn('fact_key', factKeys);
    await this.addWhereIn('content_key', contentKeys);
    for (const id of ids) await this.addOne(id);
    return [...this.found.values()];
  }

  private async addSource(sourceId: string): Promise<void> {
    const before = new Set(this.found.keys());
    await this.add({ where: [{ field: 'source_ids', op: 'array-contains', value: sourceId }] });
    await this.add({ where: [{ field: 'conversation_id', op: '==', value: sourceId }] });
    const ofSource = [...this.found.keys()].filter((id) => !before.has(id));
    await this.addWhereIn('superseded_by', ofSource);
  }

  private async addWhereIn(field: string, values: readonly string[]): Promise<void> {
    const wanted = [...new Set(values)];
    for (let from = 0; from < wanted.length; from += MAX_IN) {
      await this.add({ where: [{ field, op: 'in', value: wanted.slice(from, from + MAX_IN) }] });
    }
  }

  private async add(query: CollectionQuery): Promise<void> {
    for (const { id, data } of await this.memories.query(this.ownerId, query)) {
      this.found.set(id, memoryOfRow(data));
    }
  }

  private async addOne(id: string): Promise<void> {
    if (this.found.has(id)) return;
    const document = await this.memories.get(this.ownerId, id);
    if (document) this.found.set(id, memoryOfRow(document.data));
  }
}
