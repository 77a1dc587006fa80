import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import { MemoryCache } from '../../embedded/memory/memory-cache.js';
import type { BlobStore } from '../../ports/blob-store.js';
import { blobStoreContract } from '../../testing/blob-store.contract.js';
import { blobStoreModelTest } from '../../testing/models/blob-store-model-test.js';
import { GcsServer } from '../../testing/servers/gcs-server.js';
import { GcsBlobStore } from './gcs-blob-store.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
let folder: string;

/** A service account's key where Google's libraries look for it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mneme-gcs-'));
  const file = join(folder, 'account.json');
  const account = {
    type: 'service_account',
    client_email: 'mneme@test.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
  await writeFile(file, JSON.stringify(account));
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file);
});
afterAll(() => rm(folder, { recursive: true }));

function subject({
  signsUrls = true,
  change = () => ({}),
}: { signsUrls?: boolean; change?: (store: BlobStore, server: GcsServer) => Partial<BlobStore> } = {}) {
  return async () => {
    const server = await GcsServer.start({ publicKey, pageSize: 3 });
    const clock = new SystemClock();
    const open = () =>
      new GcsBlobStore({
        ...{ bucket: 'mneme-test', apiEndpoint: server.url },
        ...{ cache: new MemoryCache(clock), clock, signs: signsUrls },
      });
    const store = open();
    return {
      subject: {
        store: breaking<BlobStore>(store, change(store, server)),
        reopen: async () => open(),
        signsUrls,
      },
      dispose: () => server.close(),
    };
  };
}

runContract(blobStoreContract({ name: 'Google Cloud Storage', create: subject() }));
runContract(
  blobStoreContract({
    name: 'Google Cloud Storage, nobody signs',
    create: subject({ signsUrls: false }),
  }),
);

runContract(blobStoreModelTest({ name: 'Google Cloud Storage', create: subject(), runs: 10 }));

it('is refused when an address carries no good signature', async () => {
  const forged = subject({
    change: (store) => ({
      signedUrl: async (key, ttlMs) =>
        (await store.signedUrl(key, ttlMs))!.replace(/X-Goog-Expires=\d+/, 'X-Goog-Expires=604800'),
    }),
  });
  expect(await failuresOf(blobStoreContract({ name: 'broken', create: forged }))).toEqual([
    'gives out addresses that anyone can read from for a while, or says that it has none',
  ]);
});

it('is refused when it lists one page only', async () => {
  const hasty = subject({
    change: (store) => ({
      list: async function* (prefix) {
        let count = 0;
        for await (const info of store.list(prefix)) if (count++ < 3) yield info;
      },
    }),
  });
  expect(await failuresOf(blobStoreContract({ name: 'broken', create: hasty }))).toContain(
    'lists the keys with a prefix in order',
  );
});
