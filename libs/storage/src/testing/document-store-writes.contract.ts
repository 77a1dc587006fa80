import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentStore } from '../ports/document-store.js';

const ADA = 'users/ada';
const TALK = 'users/ada/talks/t1';

export const DOCUMENT_WRITE_TESTS: ContractTests<DocumentStore> = {
  'answers null for what is not there': async (store) => {
    await store.write([{ kind: 'set', path: TALK, data: {} }]);
    expect(await store.get(ADA)).toBeNull();
    expect(await store.get('users/ada/talks/t2')).toBeNull();
  },

  'changes the version with every change, also when the document was deleted and made anew in between':
    async (store) => {
      const versions: (string | undefined)[] = [];
      for (const [a, kind] of (['set', 'merge', 'update', 'delete', 'create'] as const).entries()) {
        await store.write([kind === 'delete' ? { kind, path: TALK } : { kind, path: TALK, data: { a } }]);
        versions.push((await store.get(TALK))?.version);
      }
      expect(versions[3]).toBeUndefined();
      expect(new Set(versions).size).toBe(5);
    },

  'reads many in the order asked for, null where there is none': async (store) => {
    await store.write(['a', 'b'].map((id) => ({ kind: 'set', path: `users/${id}`, data: { id } })));
    const found = await store.getMany<{ id: string }>(['users/b', 'users/none', 'users/a', 'users/b']);
    expect(found.map((document) => document?.data.id ?? null)).toEqual(['b', null, 'a', 'b']);
    expect(await store.getMany([])).toEqual([]);
  },

  'refuses to create what exists': async (store) => {
    await store.write([{ kind: 'create', path: TALK, data: { first: true } }]);
    await expect(store.write([{ kind: 'create', path: TALK, data: {} }])).rejects.toMatchObject({
      kind: 'conflict',
      code: 'DOCUMENT_EXISTS',
    });
    expect((await store.get(TALK))!.data).toEqual({ first: true });
  },

  'replaces the whole body with set': async (store) => {
    await store.write([{ kind: 'set', path: TALK, data: { a: 1, b: 2 } }]);
    await store.write([{ kind: 'set', path: TALK, data: { b: 3 } }]);
    expect((await store.get(TALK))!.data).toEqual({ b: 3 });
  },

  'replaces whole top-level fields with merge, keeps the others and creates': async (store) => {
    await store.write([{ kind: 'merge', path: TALK, data: { a: { x: 1, y: 2 }, b: new Date(5) } }]);
    await store.write([{ kind: 'merge', path: TALK, data: { a: { x: 3 } } }]);
    expect((await store.get(TALK))!.data).toEqual({ a: { x: 3 }, b: new Date(5) });
  },

  'updates only what exists': async (store) => {
    await expect(store.write([{ kind: 'update', path: TALK, data: {} }])).rejects.toMatchObject({
      kind: 'not_found',
      code: 'DOCUMENT_MISSING',
    });
    await store.write([{ kind: 'set', path: TALK, data: { a: 1, b: 1 } }]);
    await store.write([{ kind: 'update', path: TALK, data: { b: 2 } }]);
    expect((await store.get(TALK))!.data).toEqual({ a: 1, b: 2 });
  },

  'refuses an update or deletion that expects another version': async (store) => {
    await store.write([{ kind: 'set', path: TALK, data: { n: 1 } }]);
    const { version: ifVersion } = (await store.get(TALK))!;
    await store.write([{ kind: 'update', path: TALK, data: { n: 2 }, ifVersion }]);
    const changed = { kind: 'conflict', code: 'DOCUMENT_CHANGED' };
    await expect(
      store.write([{ kind: 'update', path: TALK, data: { n: 3 }, ifVersion }]),
    ).rejects.toMatchObject(changed);
    await expect(store.write([{ kind: 'delete', path: TALK, ifVersion }])).rejects.toMatchObject(changed);
    expect((await store.get(TALK))!.data).toEqual({ n: 2 });
  },

  'deletes, and finds nothing wrong with deleting what is not there': async (store) => {
    await store.write([{ kind: 'set', path: TALK, data: {} }]);
    await store.write([{ kind: 'delete', path: TALK }]);
    await store.write([{ kind: 'delete', path: TALK }]);
    expect(await store.get(TALK)).toBeNull();
  },

  'writes all or nothing': async (store) => {
    const writes = store.write([
      { kind: 'set', path: TALK, data: {} },
      { kind: 'update', path: 'users/none', data: {} },
    ]);
    await expect(writes).rejects.toMatchObject({ code: 'DOCUMENT_MISSING' });
    expect(await store.get(TALK)).toBeNull();
  },

  'takes five hundred writes or paths at once and no more': async (store) => {
    const paths = Array.from({ length: 500 }, (_, index) => `users/u${index}`);
    await store.write(paths.map((path) => ({ kind: 'set', path, data: { path } })));
    expect((await store.getMany(paths)).every((document, index) => document?.path === paths[index])).toBe(
      true,
    );
    const tooMany = [...paths, 'users/u500'];
    const refused = { kind: 'invalid', code: 'DOCUMENT_BATCH_TOO_LARGE' };
    await expect(store.getMany(tooMany)).rejects.toMatchObject(refused);
    await expect(store.write(tooMany.map((path) => ({ kind: 'delete', path })))).rejects.toMatchObject(
      refused,
    );
  },

  'refuses paths that are not those of a document': async (store) => {
    for (const path of [
      '',
      'users',
      'users/',
      '/users/a',
      'users//talks/t',
      'users/..',
      'users/a/talks',
      'users/__a__',
    ]) {
      const refused = { kind: 'invalid', code: 'DOCUMENT_PATH_INVALID' };
      await expect(store.get(path), path).rejects.toMatchObject(refused);
      await expect(store.write([{ kind: 'set', path, data: {} }]), path).rejects.toMatchObject(refused);
    }
  },
};
