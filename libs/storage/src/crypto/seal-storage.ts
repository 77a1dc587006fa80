import { join } from 'node:path';
import type { AppConfig } from '#libs/config';
import type { Clock } from '#libs/kernel';
import type { CollectionDefinition } from '../collection-definition.js';
import type { StorageAdapters } from '../storage-adapters.js';
import { MasterKeys } from './master-keys.js';
import { SealedStorage } from './sealed-storage.js';
import { SecretFile } from './secret-file.js';

type SecretsConfig = Pick<
  AppConfig,
  'storage' | 'masterSecret' | 'previousMasterSecrets' | 'referenceSecret'
>;

/** Where a server on the embedded profile keeps the secrets that it made itself. */
export function secretFileOf(config: Pick<AppConfig, 'storage'>): SecretFile {
  return new SecretFile(join(config.storage.dataDir, 'secrets.json'));
}

/** Opened adapters with the configured secrets in front of them. Errors: `unavailable` SECRETS_UNREADABLE. */
export async function sealStorage(
  raw: StorageAdapters,
  config: SecretsConfig,
  { collections, clock }: { readonly collections: readonly CollectionDefinition[]; readonly clock: Clock },
): Promise<SealedStorage> {
  const masters = await MasterKeys.open({
    given: config.masterSecret,
    givenBefore: config.previousMasterSecrets,
    file: config.storage.profile === 'embedded' ? secretFileOf(config) : null,
    clock,
  });
  return new SealedStorage(raw, { collections, masters, referenceSecret: config.referenceSecret });
}
