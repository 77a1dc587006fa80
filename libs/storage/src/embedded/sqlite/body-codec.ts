import { invalidBody } from '../../document-errors.js';
import type { DocumentBody } from '../../ports/document-store.js';

/**
 * Bodies are stored as JSON text in which every scalar compares, inside SQLite, as the port demands: dates and bytes become strings
 * with a tag in front, and the few strings that could be mistaken for one are escaped. SQLite orders text by UTF-8 bytes, which is
 * code point order, so: dates (U+0001) < escaped strings (U+0002) < all other strings < escaped strings and bytes (U+10FFFF).
 */
const DATE = '\u0001';
const LOW_STRING = '\u0002';
const HIGH = '\u{10FFFF}';
const HIGH_STRING = `${HIGH}a`;
const BYTES = `${HIGH}b`;
const HIGH_FIRST_UNIT = HIGH.charCodeAt(0);

/** Null and booleans sort below every number. Numbers down there are refused: nothing real is that small. */
const NULL_KEY = Number.NEGATIVE_INFINITY;
const FALSE_KEY = -1.7e308;
const TRUE_KEY = -1.6e308;

/** Maps and lists inside each other, below the body itself. */
const MAX_DEPTH = 20;

/** What a value compares by, in SQL and in cursors. */
export type OrderKey = number | string;

/** Where the keys of one type begin (included, unless `open`) and end (excluded). */
export interface KeyRange {
  readonly from?: OrderKey;
  readonly fromOpen?: boolean;
  readonly to?: OrderKey;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export function encodeBody(body: DocumentBody): string {
  return JSON.stringify(encodeFields(body, 0));
}

/** The encoded fields, for a merge into a body that is already encoded. */
export function mergeBody(stored: string, fields: DocumentBody): string {
  return JSON.stringify({ ...(JSON.parse(stored) as object), ...encodeFields(fields, 0) });
}

/** @param without top-level fields to leave out, which then need not be decoded */
export function decodeBody<T extends DocumentBody>(stored: string, without: readonly string[] = []): T {
  const body = JSON.parse(stored) as { [key: string]: Json };
  for (const name of without) delete body[name];
  return decodeValue(body) as T;
}

/** The key of a decoded value, or undefined when the value does not compare (absent, list, map). */
export function orderKey(value: unknown): OrderKey | undefined {
  if (value === null) return NULL_KEY;
  if (typeof value === 'boolean') return value ? TRUE_KEY : FALSE_KEY;
  if (typeof value === 'number' || typeof value === 'string') return encodeValue(value) as OrderKey;
  if (value instanceof Date || value instanceof Uint8Array) return encodeValue(value) as string;
  return undefined;
}

/** Every key of the same type as this one: a comparison never reaches beyond it. */
export function rangeOfType(key: OrderKey): KeyRange {
  if (typeof key === 'number') {
    if (key === NULL_KEY) return { from: NULL_KEY, to: FALSE_KEY };
    return key <= TRUE_KEY ? { from: FALSE_KEY, to: -1.5e308 } : { from: TRUE_KEY, fromOpen: true, to: '' };
  }
  if (key.startsWith(DATE)) return { from: DATE, to: LOW_STRING };
  return key.startsWith(BYTES) ? { from: BYTES } : { from: LOW_STRING, to: BYTES };
}

/** SQL that computes the key of a body's field; NULL when it does not compare. `field` must have been checked. */
export function keyExpression(field: string): string {
  const at = jsonPath(field);
  return (
    `CASE json_type(body,${at}) WHEN 'null' THEN -9e999 WHEN 'false' THEN ${FALSE_KEY} WHEN 'true' THEN ${TRUE_KEY} ` +
    `WHEN 'array' THEN NULL WHEN 'object' THEN NULL ELSE json_extract(body,${at}) END`
  );
}

/** The field's place in the body as an SQL literal. `field` must have been checked. */
export function jsonPath(field: string): string {
  const names = field.split('.').map((name) => `"${name}"`);
  return `'$.${names.join('.')}'`;
}

/** `keyExpression` for the elements of a list, from the columns of `json_each`. */
export const ELEMENT_KEY_EXPRESSION =
  `CASE type WHEN 'null' THEN -9e999 WHEN 'false' THEN ${FALSE_KEY} WHEN 'true' THEN ${TRUE_KEY} ` +
  `WHEN 'array' THEN NULL WHEN 'object' THEN NULL ELSE atom END`;

/** SQLite reads large whole numbers in JSON as 64-bit integers, digit by digit; a bound double would miss them. */
export function bindable(key: OrderKey): number | string | bigint {
  if (typeof key === 'string' || Number.isSafeInteger(key) || !Number.isInteger(key)) return key;
  return Math.abs(key) < 2 ** 63 ? BigInt(JSON.stringify(key)) : key;
}

/** Names and nesting are held to Firestore's limits, so that what one profile stores the other one can take over. */
function encodeFields(body: object, depth: number): Record<string, Json> {
  const encoded: Record<string, Json> = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    if (name === '' || /^__.*__$/s.test(name)) {
      throw invalidBody('field names are not empty, and names like __this__ are reserved');
    }
    encoded[name.toWellFormed()] = encodeValue(value, depth);
  }
  return encoded;
}

function encodeValue(value: unknown, depth = 0): Json {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return encodeString(value);
  if (typeof value === 'number') return encodeNumber(value);
  if (value instanceof Date) return encodeDate(value);
  if (value instanceof Uint8Array) return BYTES + Buffer.from(value).toString('hex');
  return encodeHolder(value, depth);
}

function encodeHolder(value: unknown, depth: number): Json {
  if (depth >= MAX_DEPTH) throw invalidBody(`it is nested more than ${MAX_DEPTH} deep`);
  if (Array.isArray(value)) return encodeList(value, depth + 1);
  if (typeof value === 'object' && value !== null && !(Symbol.iterator in value)) {
    return encodeFields(value, depth + 1);
  }
  throw invalidBody(`it holds a value of type ${typeof value} that is not JSON, a date or bytes`);
}

function encodeList(list: readonly unknown[], depth: number): Json[] {
  if (list.some(Array.isArray)) throw invalidBody('a list may not lie directly in a list');
  return list.map((item) => encodeValue(item, depth));
}

/** Half a character, as a careless cut leaves it, is no text in UTF-8: it becomes U+FFFD. */
function encodeString(given: string): string {
  const text = given.toWellFormed();
  const first = text.charCodeAt(0);
  if (text === '' || first <= 2) return LOW_STRING + text;
  return first === HIGH_FIRST_UNIT && text.startsWith(HIGH) ? HIGH_STRING + text : text;
}

function encodeNumber(value: number): number {
  if (!Number.isFinite(value) || value <= -1.5e308) throw invalidBody('it holds a number that is not finite');
  return value;
}

/** ISO text compares as time only while the year has four digits; Firestore keeps to the same years. */
function encodeDate(value: Date): string {
  const year = value.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) throw invalidBody('it holds a date outside the years 1 to 9999');
  return DATE + value.toISOString();
}

function decodeValue(value: Json): unknown {
  if (typeof value === 'string') return decodeString(value);
  if (typeof value !== 'object' || value === null) return value;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    const inner = holder[key] as Json;
    if (typeof inner === 'string' || typeof inner === 'object') holder[key] = decodeValue(inner);
  }
  return holder;
}

function decodeString(text: string): string | Date | Uint8Array {
  const first = text.charCodeAt(0);
  if (first > 2 && first !== HIGH_FIRST_UNIT) return text;
  if (text.startsWith(DATE)) return new Date(text.slice(1));
  if (text.startsWith(LOW_STRING)) return text.slice(1);
  if (text.startsWith(HIGH_STRING)) return text.slice(HIGH_STRING.length);
  return text.startsWith(BYTES) ? new Uint8Array(Buffer.from(text.slice(BYTES.length), 'hex')) : text;
}
