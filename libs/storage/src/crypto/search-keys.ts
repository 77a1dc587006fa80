import { randomBytes } from 'node:crypto';
import { Collection } from '../collection.js';
import { defineCollection } from '../collection-definition.js';
import type { DocumentStore } from '../ports/document-store.js';

const KEY_BYTES = 32;
const SEARCH = 'search';

interface StoredKey {
  readonly key: string;
}

/** Keys of an owner that stay the same when master secrets change: they lie encrypted beside the data. */
export const ownerKeyCollection = defineCollection<StoredKey>({
  path: 'users/{ownerId}/keys',
  sealed: ['key'],
});

/**
 * The key under which an owner's words are hashed for search, made at first use. It is random instead of derived, so that a new master
 * secret leaves the index as it is, and deleting the owner's documents leaves hashes that nobody can compute any more.
 */
export class SearchKeys {
  private readonly keys: Collection<StoredKey>;

  constructor(private readonly documents: DocumentStore) {
    this.keys = new Collection(documents, ownerKeyCollection);
  }

  /** Null when nothing of the owner was ever hashed. */
  async find(ownerId: string): Promise<Uint8Array | null> {
    const stored = await this.keys.get(ownerId, SEARCH);
    return stored && Buffer.from(stored.data.key, 'base64');
  }

  async findOrMake(ownerId: string): Promise<Uint8Array> {
    const made = { key: randomBytes(KEY_BYTES).toString('base64') };
    const key = await this.documents.transaction(async (transaction) => {
      const keys = this.keys.within(transaction);
      const known = await keys.get(ownerId, SEARCH);
      if (!known) keys.create(ownerId, SEARCH, made);
      return known?.data.key ?? made.key;
    });
    return Buffer.from(key, 'base64');
  }
}
