import { createHash } from 'node:crypto';
import { DocumentReference, GeoPoint, Timestamp, type Firestore } from 'firebase-admin/firestore';
import { AppError } from '#libs/kernel';
import type { DocumentQuery } from '../../ports/document-store.js';

/** Where a page ended: the last document's values in the query's order, in full precision, and its path. */
export interface FirestorePosition {
  readonly values: readonly unknown[];
  readonly path: string;
}

const CHECK_LENGTH = 16;

/** Opaque, and good for the same query only. */
export function encodeFirestoreCursor(query: DocumentQuery, { values, path }: FirestorePosition): string {
  const position = JSON.stringify([values.map(tagged), path]);
  return checkOf(query, position) + Buffer.from(position).toString('base64url');
}

/** Throws `invalid` DOCUMENT_CURSOR_INVALID for a text that is no cursor, was changed, or belongs to another query. */
export function decodeFirestoreCursor(query: DocumentQuery, firestore: Firestore): FirestorePosition {
  const cursor = query.cursor!;
  const position = Buffer.from(cursor.slice(CHECK_LENGTH), 'base64url').toString();
  if (cursor.slice(0, CHECK_LENGTH) !== checkOf(query, position)) {
    throw new AppError(
      'invalid',
      'DOCUMENT_CURSOR_INVALID',
      'This cursor does not belong to this list. Start again from the first page.',
    );
  }
  const [values, path] = JSON.parse(position) as [unknown[], string];
  return { values: values.map((value) => untagged(value, firestore)), path };
}

function checkOf({ collection, group, where, orderBy }: DocumentQuery, position: string): string {
  const filters = (where ?? []).map(({ field, op, value }) => [field, op, tagged(value)]);
  return createHash('sha256')
    .update(JSON.stringify([collection, group ?? false, filters, orderBy ?? [], position]))
    .digest('base64url')
    .slice(0, CHECK_LENGTH);
}

/** A value as JSON that gives back the same value: everything but texts, booleans, null and plain numbers is a list with a tag in front. */
function tagged(value: unknown): unknown {
  if (typeof value === 'number') return taggedNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Timestamp) return ['time', value.seconds, value.nanoseconds];
  if (value instanceof Date) return ['date', value.getTime()];
  if (value instanceof Uint8Array) return ['bytes', Buffer.from(value).toString('base64')];
  if (value instanceof GeoPoint) return ['place', value.latitude, value.longitude];
  if (value instanceof DocumentReference) return ['reference', value.path];
  if (Array.isArray(value)) return ['list', ...value.map(tagged)];
  return ['map', Object.entries(value).map(([name, inner]) => [name, tagged(inner)])];
}

/** JSON has no word for these. */
function taggedNumber(value: number): unknown {
  return Number.isFinite(value) ? value : ['number', String(value)];
}

function untagged(value: unknown, firestore: Firestore): unknown {
  if (!Array.isArray(value)) return value;
  const [tag, ...parts] = value as [string, ...unknown[]];
  const read = READERS[tag]!;
  return read(parts, firestore);
}

const READERS: Readonly<Record<string, (parts: unknown[], firestore: Firestore) => unknown>> = {
  time: ([seconds, nanoseconds]) => new Timestamp(Number(seconds), Number(nanoseconds)),
  date: ([milliseconds]) => new Date(Number(milliseconds)),
  bytes: ([base64]) => Buffer.from(String(base64), 'base64'),
  place: ([latitude, longitude]) => new GeoPoint(Number(latitude), Number(longitude)),
  reference: ([path], firestore) => firestore.doc(String(path)),
  number: ([text]) => Number(text),
  list: (items, firestore) => items.map((item) => untagged(item, firestore)),
  map: ([entries], firestore) =>
    Object.fromEntries(
      (entries as [string, unknown][]).map(([name, inner]) => [name, untagged(inner, firestore)]),
    ),
};
