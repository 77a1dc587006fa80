import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { DocumentStore } from '../ports/document-store.js';

const ADA = 'users/ada';
const TALK = 'users/ada/talks/t1';
const BELOW = [TALK, `${TALK}/photos/p1`, `${TALK}/photos/p1/faces/f1`, `${TALK}/notes/n1`];
const BESIDE = [ADA, 'users/ada/talks/t', 'users/ada/talks/t10', 'users/ada/talks/t1-', 'users/bob/talks/t1'];

async function make(store: DocumentStore, paths: readonly string[]): Promise<void> {
  await store.write(paths.map((path) => ({ kind: 'set', path, data: { path } })));
}

async function pathsIn(store: DocumentStore, path?: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const document of store.tree(path)) paths.push(document.path);
  return paths;
}

function isBeforeAllBelow(path: string, index: number, paths: readonly string[]): boolean {
  return paths.slice(0, index).every((earlier) => !earlier.startsWith(`${path}/`));
}

export const DOCUMENT_TREE_TESTS: ContractTests<DocumentStore> = {
  'deletes a document with everything below it and nothing beside it': async (store) => {
    await make(store, [...BELOW, ...BESIDE]);
    expect(await store.deleteTree(TALK)).toBe(BELOW.length);
    expect(await store.deleteTree(TALK)).toBe(0);
    expect((await store.getMany(BELOW)).every((document) => document === null)).toBe(true);
    expect((await store.getMany(BESIDE)).every((document) => document !== null)).toBe(true);
  },

  'deletes what lies below a document that is not there itself': async (store) => {
    await make(store, [TALK, `${TALK}/photos/p1`]);
    await store.write([{ kind: 'delete', path: TALK }]);
    expect(await store.deleteTree(ADA)).toBe(1);
    expect(await store.get(`${TALK}/photos/p1`)).toBeNull();
  },

  'deletes a tree of more documents than go into one call': async (store) => {
    const paths = Array.from({ length: 700 }, (_, index) => `${TALK}/photos/p${index}`);
    await make(store, paths.slice(0, 500));
    await make(store, paths.slice(500));
    expect(await store.deleteTree(ADA)).toBe(700);
    expect(await store.count({ collection: 'photos', group: true })).toBe(0);
  },

  'walks a document and everything below it once, parents first, and nothing beside it': async (store) => {
    await make(store, [...BELOW, ...BESIDE]);
    const walked = await pathsIn(store, TALK);
    expect(walked.toSorted()).toEqual(BELOW.toSorted());
    expect(walked.every(isBeforeAllBelow)).toBe(true);
    const [first] = await Array.fromAsync(store.tree(TALK));
    expect(first).toEqual(await store.get(TALK));
  },

  'walks all there is when no path is given': async (store) => {
    const paths = [...BELOW, ...BESIDE, 'apps/weather', 'Zeta/z', 'users/Ω/talks/👋'];
    await make(store, paths);
    const walked = await pathsIn(store);
    expect(walked.toSorted()).toEqual(paths.toSorted());
    expect(walked.every(isBeforeAllBelow)).toBe(true);
  },

  'walks what lies below a document that is not there itself, and nothing where nothing is': async (
    store,
  ) => {
    await make(store, [`${TALK}/photos/p1`]);
    expect(await pathsIn(store, ADA)).toEqual([`${TALK}/photos/p1`]);
    expect(await pathsIn(store, 'users/none')).toEqual([]);
    await expect(pathsIn(store, 'users')).rejects.toMatchObject({ code: 'DOCUMENT_PATH_INVALID' });
  },

  'walks past every document that stays, once, while others come and go': async (store) => {
    const staying = Array.from({ length: 250 }, (_, index) => `${ADA}/talks/t${1_000 + index}`);
    const leaving = staying.map((path) => `${path}-x`);
    await make(store, staying);
    await make(store, leaving);
    const walked: string[] = [];
    for await (const { path } of store.tree(ADA)) {
      walked.push(path);
      if (walked.length % 50 !== 0) continue;
      await store.write(leaving.splice(0, 40).map((gone) => ({ kind: 'delete', path: gone })));
      await make(store, [`${ADA}/talks/s${walked.length}`, `${ADA}/talks/u${walked.length}`]);
      await store.write(
        staying.slice(-5).map((changed) => ({ kind: 'merge', path: changed, data: { n: walked.length } })),
      );
    }
    expect(new Set(walked).size).toBe(walked.length);
    expect(staying.filter((path) => !walked.includes(path))).toEqual([]);
  },
};
