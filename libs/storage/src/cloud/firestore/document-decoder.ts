import {
  DocumentReference,
  GeoPoint,
  Timestamp,
  type DocumentSnapshot,
  type QueryDocumentSnapshot,
} from 'firebase-admin/firestore';
import type { DocumentBody, ReadOptions, StoredDocument } from '../../ports/document-store.js';
import { isPacked, unpack } from './packed-field.js';

const NANO_DIGITS = 9;

/**
 * A document as the port knows it. What an existing Omi database may hold besides JSON, dates and bytes is read, never written: a place
 * becomes `{ latitude, longitude }`, a reference the path it points to, a vector a list of numbers, and a time loses what is finer than a
 * millisecond.
 */
export async function toStoredDocument<T extends DocumentBody>(
  snapshot: DocumentSnapshot,
  { without = [] }: ReadOptions = {},
): Promise<StoredDocument<T> | null> {
  if (!isFound(snapshot)) return null;
  const { path, id } = snapshot.ref;
  const fields = snapshot.data();
  for (const name of without) delete fields[name];
  return { path, id, data: (await decodeFields(fields)) as T, version: versionOf(snapshot) };
}

export function isFound(snapshot: DocumentSnapshot): snapshot is QueryDocumentSnapshot {
  return snapshot.exists;
}

/** When it was last changed, to the last digit: Firestore's own precondition. A write that changes nothing leaves it as it was. */
export function versionOf(snapshot: QueryDocumentSnapshot): string {
  const { seconds, nanoseconds } = snapshot.updateTime;
  return `${seconds}.${String(nanoseconds).padStart(NANO_DIGITS, '0')}`;
}

/** The time in a version; undefined for a text that never was one, such as a version of another store. */
export function timeOfVersion(version: string): Timestamp | undefined {
  const [, seconds, nanoseconds] = /^(-?\d{1,12})\.(\d{9})$/.exec(version) ?? [];
  return seconds === undefined ? undefined : new Timestamp(Number(seconds), Number(nanoseconds));
}

/** Top-level fields as the SDK hands them out, packed ones unpacked. */
export async function decodeFields(fields: DocumentBody): Promise<Record<string, unknown>> {
  const decoded: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    decoded[name] = isPacked(value) ? await unpack(value) : decodeValue(value);
  }
  return decoded;
}

function decodeValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(decodeValue);
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (value instanceof Timestamp) return value.toDate();
  if (value instanceof GeoPoint) return { latitude: value.latitude, longitude: value.longitude };
  if (value instanceof DocumentReference) return value.path;
  if (isVector(value)) return value.toArray();
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, decodeValue(inner)]));
}

/** The SDK does not export the class of its vectors. Asked of the prototype: a map may have a field named `constructor`. */
function isVector(value: object): value is { toArray(): number[] } {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype?.constructor.name === 'VectorValue';
}
