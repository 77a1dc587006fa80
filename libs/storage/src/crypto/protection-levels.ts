import { cacheKeys } from '../cache-keys.js';
import type { Cache } from '../ports/cache.js';
import type { DocumentStore } from '../ports/document-store.js';

/** `standard`: as it is. `enhanced`: what people said and wrote is encrypted with the owner's key. */
export const PROTECTION_LEVELS = ['standard', 'enhanced'] as const;
export type ProtectionLevel = (typeof PROTECTION_LEVELS)[number];

/** Field of every document that can be encrypted, and of the owner's own: at which level it is. */
export const LEVEL_FIELD = 'data_protection_level';

/** For so long a process may go on writing at a level that was changed while the cache could not be told. */
export const LEVEL_REMEMBERED_MS = 60_000;

/** What is stamped on a document; one that was never stamped was written in the open. */
export function levelOf(data: object): ProtectionLevel {
  return (data as Record<string, unknown>)[LEVEL_FIELD] === 'enhanced' ? 'enhanced' : 'standard';
}

/** At which level new data of an owner is written: the stamp of `users/{uid}`, remembered in the cache that all processes share. */
export class ProtectionLevels {
  /** @param documents as stored, without decryption */
  constructor(
    private readonly documents: DocumentStore,
    private readonly cache: Cache,
  ) {}

  async of(ownerId: string): Promise<ProtectionLevel> {
    const known = await this.cache.get<ProtectionLevel>(cacheKeys.dataProtectionLevel(ownerId));
    if (known !== undefined) return known;
    const owner = await this.documents.get(`users/${ownerId}`);
    const level = owner ? levelOf(owner.data) : 'standard';
    await this.cache.set(cacheKeys.dataProtectionLevel(ownerId), level, LEVEL_REMEMBERED_MS);
    return level;
  }

  /** After the owner's document was written with another level. */
  async changed(ownerId: string, level: ProtectionLevel): Promise<void> {
    await this.cache.set(cacheKeys.dataProtectionLevel(ownerId), level, LEVEL_REMEMBERED_MS);
  }
}
