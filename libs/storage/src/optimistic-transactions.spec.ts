import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentTransaction } from './ports/document-store.js';
import { temporaryDocumentStore, type TemporaryDocumentStore } from './testing/temporary-document-store.js';

const COUNTER = 'users/ada';

interface Counter {
  readonly n: number;
}

describe('OptimisticTransactions', () => {
  let temporary: TemporaryDocumentStore;

  beforeEach(async () => {
    temporary = await temporaryDocumentStore();
    await temporary.store.write([{ kind: 'set', path: COUNTER, data: { n: 0 } }]);
  });
  afterEach(() => temporary.dispose());

  const count = async () => (await temporary.store.get<Counter>(COUNTER))!.data.n;
  const increment = async (transaction: DocumentTransaction) => {
    const { data } = (await transaction.get<Counter>(COUNTER))!;
    transaction.write({ kind: 'update', path: COUNTER, data: { n: data.n + 1 } });
  };

  it('runs each of a hundred contended transactions at most twice', async () => {
    let runs = 0;
    const counting = (transaction: DocumentTransaction) => {
      runs += 1;
      return increment(transaction);
    };
    await Promise.all(Array.from({ length: 100 }, () => temporary.store.transaction(counting)));
    expect(await count()).toBe(100);
    expect(runs).toBeLessThanOrEqual(200);
  });

  it('lets one that lost win against all that come later', async () => {
    const { store } = temporary;
    const [hasTurn, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let runs = 0;
    const slow = store.transaction(async (transaction) => {
      await increment(transaction);
      if ((runs += 1) === 1) return store.write([{ kind: 'set', path: COUNTER, data: { n: 5 } }]);
      hasTurn.resolve();
      await mayEnd.promise;
    });
    await hasTurn.promise;
    const later = Array.from({ length: 20 }, () => store.transaction(increment));
    await new Promise(setImmediate);
    mayEnd.resolve();
    await Promise.all([slow, ...later]);
    expect(runs).toBe(2);
    expect(await count()).toBe(26);
  });

  it('does not wait for itself when a transaction begins inside one that has its turn', async () => {
    let runs = 0;
    await temporary.store.transaction(async (transaction) => {
      await transaction.get(COUNTER);
      if ((runs += 1) <= 2) await temporary.store.transaction(increment);
      transaction.write({ kind: 'set', path: 'users/bob', data: {} });
    });
    expect(runs).toBe(3);
    expect(await count()).toBe(2);
  });
});
