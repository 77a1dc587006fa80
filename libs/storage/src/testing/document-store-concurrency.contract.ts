import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentStore } from '../ports/document-store.js';

const COUNTER = 'users/ada/counters/c';
const MANY = 100;

interface Counter {
  readonly n: number;
}

async function setCounter(store: DocumentStore, path: string, n: number): Promise<void> {
  await store.write([{ kind: 'set', path, data: { n } }]);
}

async function counter(store: DocumentStore, path: string): Promise<number> {
  return (await store.get<Counter>(path))!.data.n;
}

function add(store: DocumentStore, path: string, amount: number): Promise<void> {
  return store.transaction(async (transaction) => {
    const { data } = (await transaction.get<Counter>(path))!;
    transaction.write({ kind: 'update', path, data: { n: data.n + amount } });
  });
}

function move(store: DocumentStore, from: string, to: string): Promise<void> {
  return store.transaction(async (transaction) => {
    const [source, target] = [(await transaction.get<Counter>(from))!, (await transaction.get<Counter>(to))!];
    transaction.write({ kind: 'update', path: from, data: { n: source.data.n - 1 } });
    transaction.write({ kind: 'update', path: to, data: { n: target.data.n + 1 } });
  });
}

/** What two documents count at one moment; nothing when a transaction lost too often against those who write. */
async function bothUnlessOvertaken(
  store: DocumentStore,
  paths: readonly [string, string],
): Promise<number[][]> {
  try {
    return await store.transaction(async (transaction) => {
      const counts = [];
      for (const path of paths) counts.push((await transaction.get<Counter>(path))!.data.n);
      return [counts];
    });
  } catch (error) {
    expect(error).toMatchObject({ code: 'DOCUMENT_CHANGED' });
    return [];
  }
}

const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => work(index));

export const DOCUMENT_CONCURRENCY_TESTS: ContractTests<DocumentStore> = {
  'loses no update of several transactions at once': async (store) => {
    await setCounter(store, COUNTER, 0);
    await Promise.all(times(3, () => add(store, COUNTER, 1)));
    expect(await counter(store, COUNTER)).toBe(3);
  },

  'loses none of a hundred transactions on one document at once': async (store) => {
    await setCounter(store, COUNTER, 0);
    await Promise.all(times(MANY, () => add(store, COUNTER, 1)));
    expect(await counter(store, COUNTER)).toBe(MANY);
  },

  'neither makes nor loses anything when transactions move it between documents': async (store) => {
    const paths = times(4, (index) => `users/ada/counters/c${index}`);
    for (const path of paths) await setCounter(store, path, 10);
    const [purse, ...others] = paths as [string, ...string[]];
    const moves = times(40, (index) => {
      const other = others[(index >> 1) % others.length]!;
      return index % 2 === 0 ? move(store, purse, other) : move(store, other, purse);
    });
    await Promise.all(moves);
    const amounts = await Promise.all(paths.map((path) => counter(store, path)));
    expect(amounts.reduce((sum, amount) => sum + amount)).toBe(40);
  },

  'lets exactly one of several transactions make what none of them found': async (store) => {
    const claim = (by: string) =>
      store.transaction(async (transaction) => {
        const found = await transaction.get<{ by: string }>(COUNTER);
        if (found) return found.data.by;
        transaction.write({ kind: 'set', path: COUNTER, data: { by } });
        return by;
      });
    const winners = await Promise.all([claim('ada'), claim('bob'), claim('eve')]);
    expect(new Set(winners).size).toBe(1);
    expect((await store.get<{ by: string }>(COUNTER))!.data.by).toBe(winners[0]);
  },

  'lets exactly one of a hundred creations of one document win': async (store) => {
    const outcomes = await Promise.allSettled(
      times(MANY, (by) => store.write([{ kind: 'create', path: COUNTER, data: { n: by } }])),
    );
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(await counter(store, COUNTER)).toBe(winner);
    const refusals = outcomes
      .filter((outcome) => outcome.status === 'rejected')
      .map(({ reason }) => reason as unknown);
    expect(refusals).toHaveLength(MANY - 1);
    for (const reason of refusals)
      expect(reason).toMatchObject({ kind: 'conflict', code: 'DOCUMENT_EXISTS' });
  },

  'lets exactly one of several updates from the same version win': async (store) => {
    await setCounter(store, COUNTER, -1);
    const { version: ifVersion } = (await store.get(COUNTER))!;
    const outcomes = await Promise.allSettled(
      times(20, (n) => store.write([{ kind: 'update', path: COUNTER, data: { n }, ifVersion }])),
    );
    const winners = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
    expect(winners).toEqual([await counter(store, COUNTER)]);
  },

  'never shows a transaction one half of a batch': async (store) => {
    const paths = ['users/ada/counters/left', 'users/ada/counters/right'] as const;
    const writeBoth = (n: number) => store.write(paths.map((path) => ({ kind: 'set', path, data: { n } })));
    await writeBoth(0);
    let isWriting = true;
    const write = async () => {
      try {
        for (let n = 1; n <= 25; n += 1) await writeBoth(n);
      } finally {
        isWriting = false;
      }
    };
    const seen: number[][] = [];
    const read = async () => {
      while (isWriting) seen.push(...(await bothUnlessOvertaken(store, paths)));
    };
    await Promise.all([write(), read(), read()]);
    expect(seen.filter(([left, right]) => left !== right)).toEqual([]);
  },

  'keeps apart what is written at once to many documents': async (store) => {
    const paths = times(MANY, (index) => `users/u${index}`);
    await Promise.all(paths.map((path, n) => setCounter(store, path, n)));
    await Promise.all(paths.map((path) => add(store, path, 1_000)));
    expect(await Promise.all(paths.map((path) => counter(store, path)))).toEqual(
      times(MANY, (n) => n + 1_000),
    );
  },
};
