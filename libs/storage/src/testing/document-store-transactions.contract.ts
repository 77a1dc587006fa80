import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentStore } from '../ports/document-store.js';

const COUNTER = 'users/ada/counters/c';
const TALKS = 'users/ada/talks';
const ATTEMPTS = 5;

interface Counter {
  readonly n: number;
}

async function setCounter(store: DocumentStore, n: number): Promise<void> {
  await store.write([{ kind: 'set', path: COUNTER, data: { n } }]);
}

async function counter(store: DocumentStore): Promise<number | undefined> {
  return (await store.get<Counter>(COUNTER))?.data.n;
}

export const DOCUMENT_TRANSACTION_TESTS: ContractTests<DocumentStore> = {
  'commits the writes of a transaction together and answers what it returned': async (store) => {
    await setCounter(store, 1);
    const answer = await store.transaction(async (transaction) => {
      const { data } = (await transaction.get<Counter>(COUNTER))!;
      transaction.write({ kind: 'update', path: COUNTER, data: { n: data.n + 1 } });
      transaction.write({ kind: 'create', path: `${TALKS}/t1`, data: {} });
      return data.n;
    });
    expect(answer).toBe(1);
    expect(await counter(store)).toBe(2);
    expect(await store.get(`${TALKS}/t1`)).not.toBeNull();
  },

  'keeps writes back until the transaction ends': async (store) => {
    await store.transaction(async (transaction) => {
      transaction.write({ kind: 'set', path: COUNTER, data: { n: 1 } });
      expect(await store.get(COUNTER)).toBeNull();
    });
    expect(await counter(store)).toBe(1);
  },

  'writes nothing when the transaction throws, and lets the error through': async (store) => {
    const failure = new Error('changed my mind');
    const run = store.transaction(async (transaction) => {
      transaction.write({ kind: 'set', path: COUNTER, data: { n: 1 } });
      throw failure;
    });
    await expect(run).rejects.toBe(failure);
    expect(await store.get(COUNTER)).toBeNull();
  },

  'writes nothing when one of its writes is refused': async (store) => {
    const run = store.transaction(async (transaction) => {
      transaction.write({ kind: 'set', path: COUNTER, data: { n: 1 } });
      transaction.write({ kind: 'update', path: `${TALKS}/none`, data: {} });
    });
    await expect(run).rejects.toMatchObject({ code: 'DOCUMENT_MISSING' });
    expect(await store.get(COUNTER)).toBeNull();
  },

  'runs again when a document that it only read was changed before its commit': async (store) => {
    await setCounter(store, 1);
    let runs = 0;
    await store.transaction(async (transaction) => {
      const { data } = (await transaction.get<Counter>(COUNTER))!;
      if ((runs += 1) === 1) await setCounter(store, 7);
      transaction.write({ kind: 'set', path: `${TALKS}/t`, data: { seen: data.n } });
    });
    expect(runs).toBe(2);
    expect((await store.get(`${TALKS}/t`))!.data).toEqual({ seen: 7 });
  },

  'runs again when a query that it made would find something else': async (store) => {
    let runs = 0;
    await store.transaction(async (transaction) => {
      const open = await transaction.query({
        collection: TALKS,
        where: [{ field: 'open', op: '==', value: true }],
      });
      if ((runs += 1) === 1) {
        await store.write([{ kind: 'set', path: `${TALKS}/late`, data: { open: true } }]);
      }
      transaction.write({ kind: 'set', path: COUNTER, data: { n: open.length } });
    });
    expect(runs).toBe(2);
    expect(await counter(store)).toBe(1);
  },

  'is not disturbed by changes to what it did not read': async (store) => {
    await setCounter(store, 1);
    let runs = 0;
    await store.transaction(async (transaction) => {
      runs += 1;
      await transaction.get(COUNTER);
      await store.write([{ kind: 'set', path: `${TALKS}/other`, data: {} }]);
    });
    expect(runs).toBe(1);
  },

  'gives up after losing five times': async (store) => {
    let runs = 0;
    const run = store.transaction(async (transaction) => {
      await transaction.get(COUNTER);
      await setCounter(store, (runs += 1));
      transaction.write({ kind: 'set', path: `${TALKS}/t`, data: {} });
    });
    await expect(run).rejects.toMatchObject({ kind: 'conflict', code: 'DOCUMENT_CHANGED' });
    expect(runs).toBe(ATTEMPTS);
    expect(await store.get(`${TALKS}/t`)).toBeNull();
  },

  'refuses to read after writing': async (store) => {
    const run = store.transaction(async (transaction) => {
      transaction.write({ kind: 'set', path: COUNTER, data: { n: 1 } });
      await transaction.get(COUNTER);
    });
    await expect(run).rejects.toMatchObject({ code: 'TRANSACTION_READ_AFTER_WRITE' });
    expect(await store.get(COUNTER)).toBeNull();
  },
};
