import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import type { DocumentTransaction } from '../../ports/document-store.js';
import { FirestoreDocumentStore } from './firestore-document-store.js';

const emulatorHost = inject('firestoreHost');
const TALKS = 'users/ada/talks';
const TALK = `${TALKS}/t1`;

describe.skipIf(emulatorHost === null)('What Firestore bills', () => {
  let projectId: string;
  let store: FirestoreDocumentStore;

  function open(): FirestoreDocumentStore {
    const clock = new SystemClock();
    return FirestoreDocumentStore.open({ projectId, databaseId: '(default)', emulatorHost, clock });
  }

  beforeEach(async () => {
    projectId = `usage-${randomUUID()}`;
    store = open();
    await store.write([1, 2, 3, 4, 5].map((n) => ({ kind: 'set', path: `${TALKS}/t${n}`, data: { n } })));
  });

  afterEach(() => store.close());

  /** `reads/writes/deletes` of some work. */
  async function billOf(work: () => Promise<unknown>): Promise<string> {
    const before = store.usage.current();
    await work();
    const { reads, writes, deletes } = store.usage.since(before);
    return `${reads}/${writes}/${deletes}`;
  }
  const inTransaction = (work: (transaction: DocumentTransaction) => Promise<void>) => () =>
    store.transaction(work);

  it('is a read for every document asked for, found or not, but one for a path asked for twice', async () => {
    expect(await billOf(() => store.get(TALK))).toBe('1/0/0');
    expect(await billOf(() => store.get(`${TALKS}/none`))).toBe('1/0/0');
    expect(await billOf(() => store.getMany([TALK, TALK, `${TALKS}/none`]))).toBe('2/0/0');
    expect(await billOf(() => store.getMany([]))).toBe('0/0/0');
  });

  it('is a read for every document of a page, the one that tells whether more follow, and those skipped', async () => {
    expect(await billOf(() => store.query({ collection: TALKS }))).toBe('5/0/0');
    expect(await billOf(() => store.query({ collection: TALKS, limit: 2 }))).toBe('3/0/0');
    expect(await billOf(() => store.query({ collection: TALKS, limit: 9, offset: 3 }))).toBe('5/0/0');
    expect(await billOf(() => store.query({ collection: 'users/eve/talks' }))).toBe('1/0/0');
    expect(await billOf(() => store.count({ collection: TALKS }))).toBe('1/0/0');
  });

  it('is a write or a deletion for each, and nothing for what is refused', async () => {
    const set = { kind: 'set', path: TALK, data: {} } as const;
    expect(await billOf(() => store.write([set, { kind: 'delete', path: `${TALKS}/t2` }]))).toBe('0/1/1');
    const refused = store.write([set, { kind: 'create', path: TALK, data: {} }]).catch(() => undefined);
    expect(await billOf(() => refused)).toBe('0/0/0');
  });

  it('is no second read for a transaction that writes what it read', async () => {
    const increment = inTransaction(async (transaction) => {
      await transaction.get(TALK);
      transaction.write({ kind: 'update', path: TALK, data: { n: 7 } });
    });
    expect(await billOf(increment)).toBe('1/1/0');
    const claim = inTransaction(async (transaction) => {
      await transaction.get(`${TALKS}/new`);
      await transaction.get(TALK);
      transaction.write({ kind: 'set', path: `${TALKS}/new`, data: {} });
      transaction.write({ kind: 'merge', path: TALK, data: { claimed: true } });
      transaction.write({ kind: 'create', path: `${TALKS}/outbox`, data: {} });
    });
    expect(await billOf(claim)).toBe('2/3/0');
  });

  it('is a second read only for what a transaction read and does not write', async () => {
    const look = inTransaction(async (transaction) => {
      await transaction.get(TALK);
    });
    expect(await billOf(look)).toBe('1/0/0');
    const copy = inTransaction(async (transaction) => {
      await transaction.get(TALK);
      await transaction.get(`${TALKS}/t2`);
      transaction.write({ kind: 'update', path: `${TALKS}/t2`, data: { n: 1 } });
    });
    expect(await billOf(copy)).toBe('3/1/0');
    const tally = inTransaction(async (transaction) => {
      const found = await transaction.query({ collection: TALKS });
      transaction.write({ kind: 'set', path: 'users/ada', data: { talks: found.length } });
    });
    expect(await billOf(tally)).toBe('10/1/0');
  });

  it('is a read and a deletion for every document of a tree', async () => {
    expect(await billOf(() => store.deleteTree('users/ada'))).toBe('6/0/6');
  });

  it('is a few reads for each of a hundred transactions that two processes run on one document', async () => {
    const other = open();
    const increment = (process: FirestoreDocumentStore) =>
      process.transaction(async (transaction) => {
        const found = (await transaction.get<{ n: number }>(TALK))!;
        transaction.write({ kind: 'update', path: TALK, data: { n: found.data.n + 1 } });
      });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) => increment(n % 2 ? store : other)),
    );
    const won = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect((await store.get(TALK))!.data).toEqual({ n: 1 + won });
    expect(won).toBeGreaterThanOrEqual(90);
    expect(store.usage.current().reads + other.usage.current().reads).toBeLessThan(500);
    await other.close();
  });
});
