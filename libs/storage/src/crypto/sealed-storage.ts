import type { CollectionDefinition } from '../collection-definition.js';
import { StorageAdapters } from '../storage-adapters.js';
import { DocumentSealer } from './document-sealer.js';
import type { MasterKeys } from './master-keys.js';
import { OwnerKeys } from './owner-keys.js';
import { ProtectionLevels } from './protection-levels.js';
import { ReferenceCipher } from './reference-cipher.js';
import { ownerKeyCollection, SearchKeys } from './search-keys.js';
import { SealedBlobStore } from './sealed-blob-store.js';
import { SealedCollections } from './sealed-collections.js';
import { SealedDocumentStore } from './sealed-document-store.js';
import { SealedKeywordIndex } from './sealed-keyword-index.js';

export interface SealingOptions {
  /** Every collection with sealed fields that this process may meet. */
  readonly collections: readonly CollectionDefinition[];
  readonly masters: MasterKeys;
  /** The reference's ENCRYPTION_SECRET; null when none of its ciphertexts are to be read. */
  readonly referenceSecret: string | null;
}

/**
 * Adapters of a profile, seen in the open. What people said and wrote goes through here encrypted or not, as each owner has chosen, and
 * nobody above knows the difference. `raw` is what lies on the medium: for changing keys and levels only.
 */
export class SealedStorage extends StorageAdapters {
  override readonly documents: SealedDocumentStore;
  override readonly keywords: SealedKeywordIndex;
  override readonly blobs: SealedBlobStore;
  override readonly vectors;
  override readonly cache;
  override readonly locks;
  override readonly healthChecks;
  override readonly participants;
  readonly sealer: DocumentSealer;
  readonly levels: ProtectionLevels;
  readonly masters: MasterKeys;

  constructor(
    readonly raw: StorageAdapters,
    { collections, masters, referenceSecret }: SealingOptions,
  ) {
    super();
    const keys = new OwnerKeys(masters);
    const known = new SealedCollections([...collections, ownerKeyCollection]);
    const reference = referenceSecret === null ? null : new ReferenceCipher(Buffer.from(referenceSecret));
    this.masters = masters;
    this.sealer = new DocumentSealer(known, keys, reference);
    this.levels = new ProtectionLevels(raw.documents, raw.cache);
    this.documents = new SealedDocumentStore(raw.documents, known, this.sealer, this.levels);
    this.keywords = new SealedKeywordIndex(raw.keywords, new SearchKeys(this.documents), this.levels);
    this.blobs = new SealedBlobStore(raw.blobs, keys, this.levels);
    this.vectors = raw.vectors;
    this.cache = raw.cache;
    this.locks = raw.locks;
    this.healthChecks = raw.healthChecks;
    this.participants = raw.participants;
  }

  override scrub(): Promise<void> {
    return this.raw.scrub();
  }

  override close(): Promise<void> {
    return this.raw.close();
  }
}
