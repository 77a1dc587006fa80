import { Injectable } from '@nestjs/common';
import { Collection, DocumentStore } from '#libs/storage';
import { IMPORTS } from '../store/collections.js';
import type { MemoryImport } from './memory-import.js';

/** Imported logs, `users/{uid}/memory_imports`. */
@Injectable()
export class ImportRepository {
  private readonly imports: Collection<MemoryImport>;

  constructor(private readonly store: DocumentStore) {
    this.imports = new Collection(store, IMPORTS);
  }

  async find(ownerId: string, id: string): Promise<MemoryImport | null> {
    return (await this.imports.get(ownerId, id))?.data ?? null;
  }

  async *all(ownerId: string): AsyncIterable<MemoryImport> {
    for await (const { data } of this.imports.each(ownerId)) yield data;
  }

  /** Keeps the one that is there; answers whether it was new. */
  async createOnce(ownerId: string, given: MemoryImport): Promise<boolean> {
    return this.store.transaction(async (transaction) => {
      const imports = this.imports.within(transaction);
      if (await imports.get(ownerId, given.id)) return false;
      imports.create(ownerId, given.id, given);
      return true;
    });
  }

  async change(ownerId: string, id: string, fields: Partial<MemoryImport>): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const imports = this.imports.within(transaction);
      if (await imports.get(ownerId, id)) imports.update(ownerId, id, fields);
    });
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.imports.delete(ownerId, id);
  }
}
