import { Injectable } from '@nestjs/common';
import type { Memory } from '#libs/contracts';
import {
  DocumentStore,
  type DocumentTransaction,
  type DocumentWrite,
  type IndexDeclaration,
} from '#libs/storage';
import { isVisible } from './memory.rules.js';

const COLLECTION = 'memories';
/** Most documents that one write takes; leaves room under the store's limit of 500. */
const BATCH = 400;
const PAGE = 300;

export const memoryIndexes: readonly IndexDeclaration[] = [
  {
    collection: COLLECTION,
    fields: [
      { field: 'scoring', direction: 'desc' },
      { field: 'created_at', direction: 'desc' },
    ],
  },
];

const collectionOf = (ownerId: string) => `users/${ownerId}/${COLLECTION}`;
const pathOf = (ownerId: string, id: string) => `${collectionOf(ownerId)}/${id}`;

/** Documents that change together. */
export interface MemoryChanges {
  readonly saved: readonly Memory[];
  readonly deletedIds: readonly string[];
}

/** Memories, `users/{uid}/memories`. What belongs to another owner is absent. */
@Injectable()
export class MemoryRepository {
  constructor(private readonly store: DocumentStore) {}

  async find(ownerId: string, id: string): Promise<Memory | null> {
    if (!canBeId(id)) return null;
    return (await this.store.get<Memory>(pathOf(ownerId, id)))?.data ?? null;
  }

  /** Those that exist, in the order asked for. At most 500. */
  async findMany(ownerId: string, ids: readonly string[]): Promise<Memory[]> {
    const paths = ids.filter(canBeId).map((id) => pathOf(ownerId, id));
    const found = paths.length === 0 ? [] : await this.store.getMany<Memory>(paths);
    return found.flatMap((document) => (document ? [document.data] : []));
  }

  /**
   * Visible ones by `scoring`, then newest first. Hidden ones are skipped after reading, because the store has no "is not" and documents of
   * the reference lack the fields that hide.
   */
  async listVisible(ownerId: string, page: { limit: number; offset: number }): Promise<Memory[]> {
    const wanted = page.offset + page.limit;
    const visible: Memory[] = [];
    for await (const memory of this.inListOrder(ownerId)) {
      if (isVisible(memory)) visible.push(memory);
      if (visible.length >= wanted) break;
    }
    return visible.slice(page.offset, wanted);
  }

  /** Every memory of the owner, replaced and thrown out ones too. An owner has hundreds, not millions. */
  async all(ownerId: string): Promise<Memory[]> {
    const memories: Memory[] = [];
    for await (const memory of this.inListOrder(ownerId)) memories.push(memory);
    return memories;
  }

  async create(ownerId: string, memory: Memory): Promise<void> {
    await this.store.write([{ kind: 'set', path: pathOf(ownerId, memory.id), data: memory }]);
  }

  /** Changes one memory in a transaction; answers it afterwards, or null when there is none. */
  async change(
    ownerId: string,
    id: string,
    change: (memory: Memory) => Partial<Memory>,
  ): Promise<Memory | null> {
    if (!canBeId(id)) return null;
    return this.store.transaction(async (transaction) => {
      const found = await transaction.get<Memory>(pathOf(ownerId, id));
      if (!found) return null;
      const fields = change(found.data);
      transaction.write({ kind: 'update', path: pathOf(ownerId, id), data: fields });
      return { ...found.data, ...fields };
    });
  }

  /** Decides on all memories of the owner at once and writes the outcome, all or nothing; a change in between makes it decide again. */
  async changeAll<T extends MemoryChanges>(
    ownerId: string,
    decide: (memories: readonly Memory[]) => T,
  ): Promise<T> {
    return this.store.transaction(async (transaction) => {
      const decision = decide(await readAll(transaction, ownerId));
      for (const write of writesOf(ownerId, decision)) transaction.write(write);
      return decision;
    });
  }

  async delete(ownerId: string, ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += BATCH) {
      const deletedIds = ids.slice(from, from + BATCH);
      await this.store.write(writesOf(ownerId, { saved: [], deletedIds }));
    }
  }

  private async *inListOrder(ownerId: string): AsyncIterable<Memory> {
    let cursor: string | undefined;
    do {
      const page = await this.store.query<Memory>({
        collection: collectionOf(ownerId),
        orderBy: [
          { field: 'scoring', direction: 'desc' },
          { field: 'created_at', direction: 'desc' },
        ],
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const document of page.documents) yield document.data;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
}

async function readAll(transaction: DocumentTransaction, ownerId: string): Promise<Memory[]> {
  const documents = await transaction.query<Memory>({ collection: collectionOf(ownerId) });
  return documents.map((document) => document.data);
}

function writesOf(ownerId: string, changes: MemoryChanges): DocumentWrite[] {
  return [
    ...changes.saved.map((data) => ({ kind: 'set', path: pathOf(ownerId, data.id), data }) as const),
    ...changes.deletedIds.map((id) => ({ kind: 'delete', path: pathOf(ownerId, id) }) as const),
  ];
}

/** An id comes from a client; one that is no single path segment names nothing. */
function canBeId(id: string): boolean {
  return /^[\w-]{1,128}$/.test(id);
}
