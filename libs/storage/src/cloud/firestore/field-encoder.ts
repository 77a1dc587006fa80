import type { AppError } from '#libs/kernel';
import { invalidBody } from '../../document-errors.js';
import type { DocumentBody } from '../../ports/document-store.js';
import { FIXED_BYTES, textBytes } from './document-size.js';

/** A top-level field, ready for the SDK. */
export interface EncodedField {
  readonly value: unknown;
  /** Of the value, as Firestore counts. */
  readonly sizeBytes: number;
}

/** Maps and lists inside each other, below the body itself. */
const MAX_DEPTH = 20;
const MAX_NAME_BYTES = 1_500;

/** Copies and measures the body's fields; throws `invalid` DOCUMENT_BODY_INVALID for what the port, or Firestore, does not know. */
export function encodeFields(body: DocumentBody): Map<string, EncodedField> {
  const fields = new Map<string, EncodedField>();
  for (const [given, value] of Object.entries(body)) {
    if (value === undefined) continue;
    const name = checkedName(given);
    if (Buffer.byteLength(name) > MAX_NAME_BYTES)
      throw invalidBody(`a field name is longer than ${MAX_NAME_BYTES} bytes`);
    fields.set(name, encodeValue(value, 0));
  }
  return fields;
}

function encodeValue(value: unknown, depth: number): EncodedField {
  if (value === null || typeof value === 'boolean') return { value, sizeBytes: FIXED_BYTES.boolean };
  if (typeof value === 'string') return encodeText(value);
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value === 'object') return encodeObject(value, depth);
  throw unknownType(value);
}

function encodeObject(value: object, depth: number): EncodedField {
  if (value instanceof Date) return encodeDate(value);
  if (value instanceof Uint8Array) return { value: Buffer.from(value), sizeBytes: value.byteLength };
  if (depth >= MAX_DEPTH) throw invalidBody(`it is nested more than ${MAX_DEPTH} deep`);
  if (Array.isArray(value)) return encodeList(value, depth + 1);
  if (Symbol.iterator in value) throw unknownType(value);
  return encodeMap(value, depth + 1);
}

/** Half a character, as a careless cut leaves it, is no text in UTF-8: it becomes U+FFFD. */
function encodeText(given: string): EncodedField {
  const value = given.toWellFormed();
  return { value, sizeBytes: textBytes(value) };
}

function encodeNumber(value: number): EncodedField {
  if (!Number.isFinite(value)) throw invalidBody('it holds a number that is not finite');
  return { value, sizeBytes: FIXED_BYTES.number };
}

function encodeDate(value: Date): EncodedField {
  const year = value.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) throw invalidBody('it holds a date outside the years 1 to 9999');
  return { value: new Date(value), sizeBytes: FIXED_BYTES.date };
}

function encodeList(list: readonly unknown[], depth: number): EncodedField {
  if (list.some(Array.isArray)) throw invalidBody('a list may not lie directly in a list');
  const items = list.map((item) => encodeValue(item, depth));
  return {
    value: items.map(({ value }) => value),
    sizeBytes: items.reduce((sum, item) => sum + item.sizeBytes, 0),
  };
}

function encodeMap(map: object, depth: number): EncodedField {
  const encoded: Record<string, unknown> = {};
  let sizeBytes = 0;
  for (const [given, inner] of Object.entries(map)) {
    if (inner === undefined) continue;
    const name = checkedName(given);
    const field = encodeValue(inner, depth);
    encoded[name] = field.value;
    sizeBytes += textBytes(name) + field.sizeBytes;
  }
  return { value: encoded, sizeBytes };
}

function checkedName(name: string): string {
  if (name === '' || /^__.*__$/s.test(name)) {
    throw invalidBody('field names are not empty, and names like __this__ are reserved');
  }
  return name.toWellFormed();
}

function unknownType(value: unknown): AppError {
  return invalidBody(`it holds a value of type ${typeof value} that is not JSON, a date or bytes`);
}
