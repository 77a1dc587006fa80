import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '#libs/kernel';
import { SilentLog } from '#libs/observability';
import type { CollectionDefinition } from '../collection-definition.js';
import { MasterKeys } from '../crypto/master-keys.js';
import type { ProtectionLevel } from '../crypto/protection-levels.js';
import { SealedStorage } from '../crypto/sealed-storage.js';
import { EmbeddedStorage } from '../embedded/embedded-storage.js';

export interface TemporarySealedStorage {
  readonly folder: string;
  readonly storage: SealedStorage;
  /** Writes the owner's document with a level, as if it had always been theirs. */
  readonly ownerAt: (ownerId: string, level: ProtectionLevel) => Promise<void>;
  /** The same data as a process with other secrets sees it; it shares the open adapters. */
  readonly seenWith: (secrets: readonly string[], referenceSecret?: string) => SealedStorage;
  readonly dispose: () => Promise<void>;
}

/** A secret of the required length, different for every letter. */
export const testSecret = (letter: string) => letter.repeat(32);

/** The real embedded adapters in a folder of their own, behind the encryption that the product puts in front of them. */
export async function temporarySealedStorage(
  collections: readonly CollectionDefinition[],
): Promise<TemporarySealedStorage> {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-sealed-'));
  const indexes = collections.flatMap((collection) => collection.indexes);
  const raw = await EmbeddedStorage.open({
    dataDir: folder,
    indexes,
    clock: new SystemClock(),
    log: new SilentLog(),
  });
  const seenWith = (secrets: readonly string[], referenceSecret: string | null = null) =>
    new SealedStorage(raw, {
      collections,
      masters: new MasterKeys(secrets.map((secret) => Buffer.from(secret))),
      referenceSecret,
    });
  const storage = seenWith([testSecret('m')]);
  return {
    folder,
    storage,
    seenWith,
    ownerAt: async (ownerId, level) => {
      const data = { data_protection_level: level };
      await raw.documents.write([{ kind: 'set', path: `users/${ownerId}`, data }]);
      await storage.levels.changed(ownerId, level);
    },
    dispose: async () => {
      await raw.close();
      await rm(folder, { recursive: true });
    },
  };
}
