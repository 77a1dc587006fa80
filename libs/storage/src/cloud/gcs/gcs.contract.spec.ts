import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import { MemoryCache } from '../../embedded/memory/memory-cache.js';
import type { BlobStore } from '../../ports/blob-store.js';
import { blobStoreContract } from '../../testing/blob-store.contract.js';
import { blobStoreModelTest } from '../../testing/models/blob-store-model-test.js';
import { GcsServer } from '../../testing/servers/gcs-server.js';
import { temporaryServiceAccount, type ServiceAccount } from '../../testing/service-account.js';
import { GcsBlobStore } from './gcs-blob-store.js';

let account: ServiceAccount;

beforeAll(async () => {
  account = await temporaryServiceAccount();
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', account.keyFile);
});
afterAll(() => account.dispose());

function subject({
  signsUrls = true,
  change = () => ({}),
}: { signsUrls?: boolean; change?: (store: BlobStore, server: GcsServer) => Partial<BlobStore> } = {}) {
  return async () => {
    const server = await GcsServer.start({ publicKey: account.publicKey, pageSize: 3 });
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
    signsUrls: false,
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
