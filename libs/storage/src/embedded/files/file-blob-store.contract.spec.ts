import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runContract } from '#libs/kernel/testing';
import { blobStoreContract } from '../../testing/blob-store.contract.js';
import type { BlobStoreSubject } from '../../testing/blob-store-subject.js';
import { FileBlobStore } from './file-blob-store.js';

async function create(): Promise<{ subject: BlobStoreSubject; dispose: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-blobs-'));
  const subject = {
    store: await FileBlobStore.open(folder),
    reopen: () => FileBlobStore.open(folder),
    signsUrls: false,
  };
  return { subject, dispose: () => rm(folder, { recursive: true }) };
}

runContract(blobStoreContract({ name: 'files', create }));
