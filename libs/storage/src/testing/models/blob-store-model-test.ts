import type { Contract } from '#libs/kernel/testing';
import type { BlobStoreSubject } from '../blob-store-subject.js';
import { BLOB_COMMANDS, type BlobModel } from './blob-commands.js';
import { modelTest, type ModelTestOptions } from './model-test.js';

/** Random operations on a BlobStore and on a plain map, compared after each. */
export function blobStoreModelTest(options: ModelTestOptions<BlobStoreSubject>): Contract {
  return modelTest(options, {
    port: 'BlobStore',
    commands: BLOB_COMMANDS,
    model: (): BlobModel => new Map(),
    real: (subject: BlobStoreSubject) => ({ subject, store: subject.store }),
  });
}
