import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentStore } from '../ports/document-store.js';

/** Owners whose ids a careless range, prefix or pattern takes for one another. */
const OWNERS = [
  'ad',
  'ada',
  'ada2',
  'adam',
  'ada-',
  'ada.',
  'ada ',
  'ADA',
  'àda',
  '%',
  '_',
  '_da',
  '*',
  'ada%',
];
const IDS = ['t1', 't2'];

const talksOf = (owner: string) => `users/${owner}/talks`;

async function fill(store: DocumentStore): Promise<void> {
  await store.write(
    OWNERS.flatMap((owner) =>
      IDS.map((id, n) => ({ kind: 'set' as const, path: `${talksOf(owner)}/${id}`, data: { owner, n } })),
    ),
  );
}

async function ownersIn(documents: readonly { data: object }[]): Promise<string[]> {
  return documents.map(({ data }) => (data as { owner: string }).owner);
}

export const DOCUMENT_OWNERSHIP_TESTS: ContractTests<DocumentStore> = {
  'never lists a document of another owner, however alike their ids': async (store) => {
    await fill(store);
    for (const owner of OWNERS) {
      const collection = talksOf(owner);
      for (const query of [
        { collection },
        { collection, orderBy: [{ field: 'n', direction: 'desc' }] },
        { collection, where: [{ field: 'n', op: '>=', value: 0 }] },
      ] as const) {
        const { documents } = await store.query(query);
        expect(await ownersIn(documents), owner).toEqual([owner, owner]);
      }
      expect(await store.count({ collection })).toBe(IDS.length);
    }
  },

  'never shows a transaction a document of another owner': async (store) => {
    await fill(store);
    const found = await store.transaction((transaction) => transaction.query({ collection: talksOf('ada') }));
    expect(await ownersIn(found)).toEqual(['ada', 'ada']);
    expect(await store.transaction((transaction) => transaction.get(`${talksOf('eve')}/t1`))).toBeNull();
  },

  'never follows a cursor into another owner’s documents': async (store) => {
    await fill(store);
    const { nextCursor } = await store.query({ collection: talksOf('ada'), limit: 1 });
    for (const owner of ['ad', 'ada2', 'ADA', 'eve']) {
      const stolen = store.query({ collection: talksOf(owner), limit: 1, cursor: nextCursor! });
      await expect(stolen, owner).rejects.toMatchObject({ code: 'DOCUMENT_CURSOR_INVALID' });
    }
  },

  'never deletes or walks into another owner’s tree': async (store) => {
    await fill(store);
    for (const [index, owner] of OWNERS.entries()) {
      const below = await Array.fromAsync(store.tree(`users/${owner}`));
      expect(await ownersIn(below), owner).toEqual([owner, owner]);
      expect(await store.deleteTree(`users/${owner}`), owner).toBe(IDS.length);
      const left = await store.count({ collection: 'talks', group: true });
      expect(left).toBe((OWNERS.length - index - 1) * IDS.length);
    }
  },
};
