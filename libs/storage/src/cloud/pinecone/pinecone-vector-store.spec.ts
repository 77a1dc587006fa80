import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { PineconeServer } from '../../testing/servers/pinecone-server.js';
import type { PineconeOptions } from './pinecone-client.js';
import { PineconeVectorStore } from './pinecone-vector-store.js';

const MODEL = { name: 'small', dimension: 3 };
const UNAVAILABLE = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };

describe('PineconeVectorStore', () => {
  let server: PineconeServer;
  let clock: ManualClock;

  beforeEach(async () => {
    server = await PineconeServer.start();
    clock = new ManualClock();
  });
  afterEach(() => server.close());

  const open = (more: Partial<PineconeOptions> = {}) =>
    new PineconeVectorStore({
      apiKey: 'test-key',
      index: 'mneme',
      host: server.url,
      controllerUrl: server.url,
      clock,
      ...more,
    });
  const vector = (id: string, more: object = {}) => ({
    id,
    ownerId: 'ada',
    values: Float32Array.of(1, 0, 0),
    metadata: {},
    ...more,
  });
  const query = { namespace: 'talks', ownerId: 'ada', values: Float32Array.of(1, 0, 0), limit: 10 };
  const patiently = <T>(call: Promise<T>) => clock.advanceUntilSettled(call);

  it('writes where the reference looks: its namespaces, its ids, its metadata', async () => {
    const store = open();
    const metadata = { category: 'core', created_at: 1_772_726_400 };
    await store.upsert('memories', MODEL, [vector('m1', { metadata })]);
    await store.upsert('conversations', MODEL, [vector('c1:s')]);
    expect(server.idsIn('ns1')).toEqual(['ada-c1:s']);
    expect(server.idsIn('ns2')).toEqual(['ada-m1']);
    expect(await store.namespaces()).toEqual(['conversations', 'memories']);
  });

  it('finds what the reference wrote under the same owner, and never what only looks like it', async () => {
    server.plant('ns2', { id: 'ada-m1', values: [1, 0, 0], metadata: { uid: 'ada', memory_id: 'm1' } });
    server.plant('ns2', { id: 'ada-m2', values: [1, 0, 0], metadata: { uid: 'eve' } });
    server.plant('ns2', { id: 'm3', values: [1, 0, 0], metadata: { uid: 'ada' } });
    const found = await open().query({ ...query, namespace: 'memories' });
    expect(found).toEqual([{ id: 'm1', score: 1, metadata: { memory_id: 'm1' } }]);
  });

  it('deletes and counts nothing whose metadata names another owner', async () => {
    server.plant('talks', { id: 'ada-x-1', values: [1, 0, 0], metadata: { uid: 'ada-x' } });
    const store = open();
    expect(await store.countByPrefix('talks', 'ada', '')).toBe(0);
    expect(await store.deleteByPrefix('talks', 'ada', 'x')).toBe(0);
    await store.delete('talks', 'ada', ['x-1']);
    expect(server.idsIn('talks')).toEqual(['ada-x-1']);
  });

  it('refuses to add to vectors that another program made with a model it does not know', async () => {
    server.plant('talks', { id: 'ada-v', values: [1, 0, 0], metadata: { uid: 'ada' } });
    await expect(open().upsert('talks', MODEL, [vector('v')])).rejects.toMatchObject({
      code: 'VECTOR_MODEL_MISMATCH',
      details: { stored: 'an unknown model', given: 'small' },
    });
  });

  it('sends at most 100 vectors and 1,000 ids at a time', async () => {
    const store = open();
    const many = Array.from({ length: 1_050 }, (_, n) => vector(`v${n}`));
    await store.upsert('talks', MODEL, many);
    const upserts = () => server.requests.filter((request) => request === 'POST /vectors/upsert').length;
    expect(upserts()).toBe(11 + 1);
    await store.delete(
      'talks',
      'ada',
      many.map(({ id }) => id),
    );
    expect(server.requests.filter((request) => request === 'POST /vectors/delete')).toHaveLength(2);
    expect(server.idsIn('talks')).toEqual([]);
  });

  it('keeps one request below what Pinecone takes, with vectors as long as the reference has them', async () => {
    const wide = await PineconeServer.start({ dimension: 3_072 });
    const store = open({ host: wide.url, controllerUrl: wide.url });
    const values = Float32Array.from({ length: 3_072 }, (_, n) => Math.sin(n));
    await store.upsert(
      'talks',
      { name: 'large', dimension: 3_072 },
      Array.from({ length: 100 }, (_, n) => vector(`v${n}`, { values })),
    );
    expect(wide.idsIn('talks')).toHaveLength(100);
    await wide.close();
  });

  it('refuses metadata that Pinecone would not keep, and says how much fits', async () => {
    const metadata = { text: 'x'.repeat(41_000) };
    await expect(open().upsert('talks', MODEL, [vector('v', { metadata })])).rejects.toMatchObject({
      code: 'VECTOR_INVALID',
      message: expect.stringContaining('40960') as string,
    });
    await expect(
      open().upsert('talks', MODEL, [vector('v', { metadata: { uid: 'eve' } })]),
    ).rejects.toMatchObject({ code: 'VECTOR_INVALID' });
  });

  it.each([
    ['throttling', { status: 429, times: 3, retryAfterSeconds: 1 }],
    ['an outage', { status: 503, times: 3 }],
    ['a broken connection', { status: 'cut', times: 3 }],
    ['an answer that got lost', { status: 'lost', times: 3 }],
  ] as const)('gets through %s', async (_name, failure) => {
    const store = open();
    server.fail(failure);
    await patiently(store.upsert('talks', MODEL, [vector('v')]));
    server.fail(failure);
    expect(await patiently(store.query(query))).toMatchObject([{ id: 'v' }]);
    server.fail(failure);
    expect(await patiently(store.deleteByPrefix('talks', 'ada', ''))).toBe(1);
  });

  it('gives up on an outage at the deadline, and works again after it', async () => {
    const store = open({ deadlineMs: 10_000 });
    server.fail({ status: 503, times: 100 });
    await expect(patiently(store.query(query))).rejects.toMatchObject(UNAVAILABLE);
    expect(server.requests.length).toBeLessThan(12);
    server.recover();
    expect(await store.query(query)).toEqual([]);
  });

  it('waits as long as it is told to, and not past the deadline', async () => {
    server.fail({ status: 429, times: 1, retryAfterSeconds: 3_600 });
    await expect(patiently(open().query(query))).rejects.toMatchObject(UNAVAILABLE);
  });

  it('says what to do about a wrong key, a wrong index and a metric that cannot be used', async () => {
    await expect(open({ apiKey: 'wrong' }).check()).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('PINECONE_API_KEY') as string,
    });
    await expect(open({ index: 'unknown' }).check()).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('PINECONE_INDEX') as string,
    });
    const dot = await PineconeServer.start({ metric: 'dotproduct' });
    await expect(open({ host: dot.url, controllerUrl: dot.url }).check()).rejects.toMatchObject({
      code: 'VECTOR_INDEX_UNFIT',
    });
    await dot.close();
  });

  it('asks the controller where the index is when it is not told', async () => {
    const store = open({ host: null });
    await store.upsert('talks', MODEL, [vector('v')]);
    expect(await store.count('talks', 'ada')).toBe(1);
  });

  it('asks the index itself when nobody else can be asked, as with an emulator of one index', async () => {
    const store = open({ controllerUrl: null });
    await store.upsert('talks', MODEL, [vector('v')]);
    await store.check();
    expect(server.requests.filter((request) => request.includes('/indexes'))).toEqual([]);
    const wrong = { name: 'other', dimension: 2 };
    await expect(
      store.upsert('more', wrong, [vector('v', { values: Float32Array.of(1, 0) })]),
    ).rejects.toMatchObject({ code: 'VECTOR_MODEL_MISMATCH' });
  });
});
