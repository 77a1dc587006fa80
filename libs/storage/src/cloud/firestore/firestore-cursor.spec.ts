import { GeoPoint, Timestamp } from 'firebase-admin/firestore';
import { expect, it } from 'vitest';
import type { DocumentQuery } from '../../ports/document-store.js';
import { connectFirestore } from './firestore-connection.js';
import { decodeFirestoreCursor, encodeFirestoreCursor } from './firestore-cursor.js';

const { firestore } = connectFirestore({
  projectId: 'p',
  databaseId: '(default)',
  emulatorHost: '127.0.0.1:1',
});
const QUERY: DocumentQuery = { collection: 'users/ada/talks', orderBy: [{ field: 'at', direction: 'desc' }] };
const PATH = 'users/ada/talks/t1';

it('gives back every value that Firestore orders by, to the last digit', () => {
  const values = [
    null,
    true,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    0.1 + 0.2,
    '["time",1,2]',
    new Timestamp(-62_135_596_800, 1_000),
    new Timestamp(1_772_726_400, 123_456_789),
    Buffer.from([0, 255]),
    new GeoPoint(38.72, -9.14),
    [1, ['time']],
    { list: [new Timestamp(1, 1)], '': 'x' },
  ];
  const cursor = encodeFirestoreCursor(QUERY, { values, path: PATH });
  expect(decodeFirestoreCursor({ ...QUERY, cursor }, firestore)).toEqual({ values, path: PATH });
  const reference = encodeFirestoreCursor(QUERY, { values: [firestore.doc('a/b')], path: PATH });
  const [found] = decodeFirestoreCursor({ ...QUERY, cursor: reference }, firestore).values;
  expect((found as { path: string }).path).toBe('a/b');
});

it('is refused by another query, and when a single character of it was changed', () => {
  const cursor = encodeFirestoreCursor(QUERY, { values: ['x'], path: PATH });
  const refused = expect.objectContaining({ kind: 'invalid', code: 'DOCUMENT_CURSOR_INVALID' });
  const where = [{ field: 'at', op: '==' as const, value: new Date(0) }];
  const otherQueries: DocumentQuery[] = [
    { ...QUERY, collection: 'users/eve/talks' },
    { ...QUERY, where },
    { ...QUERY, group: true },
    { collection: QUERY.collection },
  ];
  for (const other of otherQueries) {
    expect(() => decodeFirestoreCursor({ ...other, cursor }, firestore)).toThrow(refused);
  }
  for (const index of [0, 15, 16, cursor.length - 2]) {
    const swapped = cursor[index] === 'A' ? 'B' : 'A';
    const changed = cursor.slice(0, index) + swapped + cursor.slice(index + 1);
    expect(() => decodeFirestoreCursor({ ...QUERY, cursor: changed }, firestore)).toThrow(refused);
  }
});

it('goes by the values of filters, not by their identity', () => {
  const filtered = (at: Date) => ({ ...QUERY, where: [{ field: 'at', op: '>' as const, value: at }] });
  const cursor = encodeFirestoreCursor(filtered(new Date(5)), { values: ['x'], path: PATH });
  expect(decodeFirestoreCursor({ ...filtered(new Date(5)), cursor }, firestore).path).toBe(PATH);
});
