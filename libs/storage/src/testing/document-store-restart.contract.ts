import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentStoreSubject } from './document-store-subject.js';

const TALKS = 'users/ada/talks';

export const DOCUMENT_RESTART_TESTS: ContractTests<DocumentStoreSubject> = {
  'has every write that was answered, in its version, after a restart': async ({ store, reopen }) => {
    await store.write([
      { kind: 'set', path: `${TALKS}/kept`, data: { at: new Date(1), bytes: new Uint8Array([1, 2]) } },
      { kind: 'set', path: `${TALKS}/gone`, data: {} },
    ]);
    await store.write([{ kind: 'delete', path: `${TALKS}/gone` }]);
    await store.transaction(async (transaction) => {
      await transaction.get(`${TALKS}/made`);
      transaction.write({ kind: 'create', path: `${TALKS}/made`, data: { n: 1 } });
    });
    const before = await store.getMany([`${TALKS}/kept`, `${TALKS}/gone`, `${TALKS}/made`]);
    const again = await reopen();
    expect(await again.getMany([`${TALKS}/kept`, `${TALKS}/gone`, `${TALKS}/made`])).toEqual(before);
    expect(before.map((document) => document !== null)).toEqual([true, false, true]);
  },

  'goes on behind a cursor after a restart': async ({ store, reopen }) => {
    const ids = ['a', 'b', 'c', 'd'];
    await store.write(ids.map((id, n) => ({ kind: 'set', path: `${TALKS}/${id}`, data: { n } })));
    const query = { collection: TALKS, orderBy: [{ field: 'n', direction: 'desc' }] } as const;
    const first = await store.query({ ...query, limit: 2 });
    const second = await (await reopen()).query({ ...query, cursor: first.nextCursor! });
    expect([...first.documents, ...second.documents].map(({ id }) => id)).toEqual(ids.toReversed());
  },

  'honours a version that was read before a restart': async ({ store, reopen }) => {
    const path = `${TALKS}/t`;
    await store.write([{ kind: 'set', path, data: { n: 1 } }]);
    const { version: ifVersion } = (await store.get(path))!;
    const again = await reopen();
    await again.write([{ kind: 'update', path, data: { n: 2 }, ifVersion }]);
    await expect(again.write([{ kind: 'delete', path, ifVersion }])).rejects.toMatchObject({
      code: 'DOCUMENT_CHANGED',
    });
    expect((await again.get(path))!.data).toEqual({ n: 2 });
  },
};
