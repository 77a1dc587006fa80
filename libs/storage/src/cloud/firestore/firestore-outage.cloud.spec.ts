import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { TcpProxy } from '../../testing/servers/tcp-proxy.js';
import { FirestoreDocumentStore } from './firestore-document-store.js';

const emulatorHost = inject('firestoreHost');
const PATH = 'users/ada/talks/t1';
const SECRET = 'a very particular sentence';
const away = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };

describe.skipIf(emulatorHost === null)('FirestoreDocumentStore on a bad line', () => {
  let proxy: TcpProxy;
  /** Behind the proxy. */
  let store: FirestoreDocumentStore;
  /** Past it: another process. */
  let other: FirestoreDocumentStore;

  function open(host: string, projectId: string, timeoutMs: number): FirestoreDocumentStore {
    const clock = new SystemClock();
    return FirestoreDocumentStore.open({
      projectId,
      databaseId: '(default)',
      emulatorHost: host,
      clock,
      timeoutMs,
    });
  }

  beforeEach(async () => {
    proxy = await TcpProxy.start(emulatorHost!);
    const projectId = `outage-${randomUUID()}`;
    store = open(proxy.address, projectId, 10_000);
    other = open(emulatorHost!, projectId, 10_000);
    // The connection is made by the first call.
    await store.get(PATH);
  });

  afterEach(async () => {
    await Promise.all([store.close(), other.close()]);
    await proxy.close();
  });

  it('does not take its own document for somebody else’s when the answer to its creation was lost', async () => {
    const lost = proxy.loseNextAnswer();
    await store.write([
      { kind: 'create', path: PATH, data: { said: SECRET, at: new Date(5), gone: undefined } },
    ]);
    await lost;
    expect((await other.get(PATH))!.data).toEqual({ said: SECRET, at: new Date(5) });
  });

  it('counts once when the answer to a transaction was lost', async () => {
    await other.write([{ kind: 'set', path: PATH, data: { n: 1 } }]);
    let runs = 0;
    await store.transaction(async (transaction) => {
      const found = (await transaction.get<{ n: number }>(PATH))!;
      transaction.write({ kind: 'update', path: PATH, data: { n: found.data.n + 1 } });
      if ((runs += 1) === 1) void proxy.loseNextAnswer();
    });
    expect(runs).toBe(1);
    expect((await other.get(PATH))!.data).toEqual({ n: 2 });
  });

  it('deletes by version once, and again is no mistake, when the answer was lost', async () => {
    await other.write([{ kind: 'set', path: PATH, data: {} }]);
    const { version: ifVersion } = (await store.get(PATH))!;
    const lost = proxy.loseNextAnswer();
    await store.write([{ kind: 'delete', path: PATH, ifVersion }]);
    await lost;
    expect(await other.get(PATH)).toBeNull();
  });

  it('does not guess when the answer was lost and somebody wrote since', async () => {
    const lost = proxy.loseNextAnswer().then(() => proxy.cut());
    const write = store.write([{ kind: 'create', path: PATH, data: { by: 'ada', said: SECRET } }]);
    await lost;
    await expect.poll(async () => (await other.get(PATH)) !== null).toBe(true);
    await other.write([{ kind: 'set', path: PATH, data: { by: 'bob' } }]);
    proxy.mend();
    await expect(write).rejects.toMatchObject(away);
    expect((await other.get(PATH))!.data).toEqual({ by: 'bob' });
  });

  it('finishes what was begun when the line comes back in time', async () => {
    proxy.cut();
    const write = store.write([{ kind: 'set', path: PATH, data: { n: 1 } }]);
    const read = store.query({ collection: 'users/ada/talks' });
    await expect.poll(() => proxy.refusals, { timeout: 5_000 }).toBeGreaterThan(2);
    proxy.mend();
    await write;
    await read;
    expect((await other.get(PATH))!.data).toEqual({ n: 1 });
  });

  it('gives up in time, says when to try again and nothing of what was written, and recovers by itself', async () => {
    const hasty = open(proxy.address, `outage-${randomUUID()}`, 700);
    await hasty.get(PATH);
    for (const spoil of ['cut', 'swallow'] as const) {
      proxy[spoil]();
      const startedMs = performance.now();
      const error: unknown = await hasty
        .write([{ kind: 'set', path: PATH, data: { said: SECRET } }])
        .catch((failure: unknown) => failure);
      expect(error).toMatchObject({ ...away, retryAfterMs: expect.any(Number) as number });
      expect(JSON.stringify(error) + String(error)).not.toContain(SECRET);
      await expect(hasty.get(PATH)).rejects.toMatchObject(away);
      await expect(hasty.check()).rejects.toMatchObject(away);
      await expect(hasty.transaction((transaction) => transaction.get(PATH))).rejects.toMatchObject(away);
      expect(performance.now() - startedMs).toBeLessThan(7_000);
      proxy.mend();
      await expect
        .poll(
          () =>
            hasty.get(PATH).then(
              () => 'back',
              () => 'away',
            ),
          { timeout: 30_000 },
        )
        .toBe('back');
    }
    await hasty.close();
  });
});
