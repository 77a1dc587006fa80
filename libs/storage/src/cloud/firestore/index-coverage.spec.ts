import { expect, it } from 'vitest';
import type { DocumentFilter, DocumentQuery } from '../../ports/document-store.js';
import { IndexCoverage } from './index-coverage.js';

const newest = { field: 'at', direction: 'desc' } as const;
const coverage = new IndexCoverage([
  { collection: 'talks', fields: [newest] },
  { collection: 'talks', fields: [{ field: 'status' }, newest] },
  { collection: 'talks', fields: [{ field: 'starred' }, newest] },
  { collection: 'talks', fields: [{ field: 'tags', contains: true }, newest] },
  { collection: 'talks', fields: [{ field: 'status' }], group: true },
  { collection: 'talks', fields: [{ field: 'node' }, { field: 'state' }], group: true },
  { collection: 'walks', fields: [{ field: 'a' }, { field: 'b' }, newest] },
]);
const filter = (field: string, op: DocumentFilter['op'] = '=='): DocumentFilter => ({ field, op, value: 1 });

function isServed(query: Partial<DocumentQuery>): boolean {
  try {
    coverage.demand({ collection: 'users/ada/talks', ...query });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ kind: 'bug', code: 'DOCUMENT_INDEX_UNDECLARED' });
    return false;
  }
}

it('lets through what Firestore’s automatic indexes answer', () => {
  expect(isServed({})).toBe(true);
  expect(isServed({ where: [filter('x'), filter('y', 'in'), filter('z', 'array-contains')] })).toBe(true);
  expect(isServed({ orderBy: [{ field: 'x', direction: 'asc' }] })).toBe(true);
  expect(isServed({ where: [filter('x', '>')] })).toBe(true);
});

it('demands a declaration for a descending order, because ties are broken in ascending order', () => {
  expect(isServed({ orderBy: [newest] })).toBe(true);
  expect(isServed({ orderBy: [{ field: 'x', direction: 'desc' }] })).toBe(false);
});

it('demands an index that holds the filter and ends in the order', () => {
  expect(isServed({ where: [filter('status', 'in'), filter('at', '>=')], orderBy: [newest] })).toBe(true);
  expect(isServed({ where: [filter('tags', 'array-contains')], orderBy: [newest] })).toBe(true);
  expect(isServed({ where: [filter('tags')], orderBy: [newest] })).toBe(false);
  expect(isServed({ where: [filter('owner')], orderBy: [newest] })).toBe(false);
  expect(isServed({ where: [filter('status')], orderBy: [{ ...newest, direction: 'asc' }] })).toBe(false);
  expect(isServed({ collection: 'users/ada/walks', where: [filter('a')], orderBy: [newest] })).toBe(false);
});

it('merges indexes that end in the same order', () => {
  expect(isServed({ where: [filter('status'), filter('starred')], orderBy: [newest] })).toBe(true);
  expect(isServed({ where: [filter('status'), filter('owner')], orderBy: [newest] })).toBe(false);
});

it('demands a declaration for whatever filters a collection group', () => {
  const group = { collection: 'talks', group: true };
  expect(isServed({ ...group })).toBe(true);
  expect(isServed({ ...group, where: [filter('status', 'in')] })).toBe(true);
  expect(isServed({ ...group, where: [filter('node'), filter('state')] })).toBe(true);
  expect(isServed({ ...group, where: [filter('node')] })).toBe(false);
  expect(isServed({ ...group, where: [filter('starred')] })).toBe(false);
  expect(isServed({ ...group, orderBy: [newest] })).toBe(false);
});

it('counts a range in the direction that an index has', () => {
  const counted = { collection: 'users/ada/talks', where: [filter('status'), filter('at', '>')] };
  expect(coverage.countingOrder(counted)).toEqual([newest]);
  expect(coverage.countingOrder({ ...counted, where: [filter('x', '>')] })).toEqual([
    { field: 'x', direction: 'asc' },
  ]);
  expect(coverage.countingOrder({ ...counted, where: [filter('status')] })).toEqual([]);
});
