import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { runContract } from '#libs/kernel/testing';
import { GcsBlobStore } from '../cloud/gcs/gcs-blob-store.js';
import { MemoryCache } from '../embedded/memory/memory-cache.js';
import { blobStoreContract } from '../testing/blob-store.contract.js';
import { GcsServer } from '../testing/servers/gcs-server.js';
import { temporaryServiceAccount, type ServiceAccount } from '../testing/service-account.js';
import { testSecret } from '../testing/temporary-sealed-storage.js';
import { MasterKeys } from './master-keys.js';
import { OwnerKeys } from './owner-keys.js';
import type { ProtectionLevel } from './protection-levels.js';
import { SealedBlobStore } from './sealed-blob-store.js';

const KEYS = new OwnerKeys(new MasterKeys([Buffer.from(testSecret('m'))]));
const KEY = 'audio/ada/c/x.ogg';

let account: ServiceAccount;
beforeAll(async () => {
  account = await temporaryServiceAccount();
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', account.keyFile);
});
afterAll(() => account.dispose());

/** A bucket that signs addresses, and the same seen in the open by what is at one level or the other. */
async function bucket() {
  const server = await GcsServer.start({ publicKey: account.publicKey, pageSize: 3 });
  const clock = new SystemClock();
  const inner = new GcsBlobStore({
    ...{ bucket: 'mneme-test', apiEndpoint: server.url },
    ...{ cache: new MemoryCache(clock), clock, signs: true },
  });
  const at = (level: ProtectionLevel) =>
    new SealedBlobStore(inner, KEYS, { of: () => Promise.resolve(level) });
  return { inner, at, dispose: () => server.close() };
}

runContract(
  blobStoreContract({
    name: 'Google Cloud Storage behind encryption',
    create: async () => {
      const { at, dispose } = await bucket();
      const reopen = async () => at('enhanced');
      // It can sign; what is sealed is given no address all the same.
      return { subject: { store: await reopen(), reopen, signsUrls: false }, dispose };
    },
  }),
);

it('gives no address of a sealed blob, however it came to be sealed, and leaves no words at an old one', async () => {
  const { inner, at, dispose } = await bucket();
  const sealing = at('enhanced');
  try {
    await at('standard').put(KEY, Buffer.from('a secret sound'), 'audio/ogg');
    const url = (await sealing.signedUrl(KEY, 60_000))!;
    expect(await (await fetch(url)).text()).toBe('a secret sound');
    await sealing.restore(KEY, 'enhanced');
    expect(await sealing.signedUrl(KEY, 60_000)).toBeNull();
    expect(await at('standard').signedUrl(KEY, 60_000)).toBeNull();
    expect(await (await fetch(url)).text()).not.toContain('secret');
    expect(Buffer.concat(await Array.fromAsync(await sealing.read(KEY))).toString()).toBe('a secret sound');
    expect((await inner.stat(KEY))!.contentType).toMatch(/^application\/x-mneme-sealed; /);
    await sealing.restore(KEY, 'standard');
    expect(await (await fetch((await sealing.signedUrl(KEY, 60_000))!)).text()).toBe('a secret sound');
  } finally {
    await dispose();
  }
});
