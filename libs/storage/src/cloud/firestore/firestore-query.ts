import { FieldPath, Filter, type Firestore, type Query } from 'firebase-admin/firestore';
import { invalidQuery } from '../../document-errors.js';
import { collectionName, parseCollectionPath } from '../../document-path.js';
import type { DocumentFilter, DocumentQuery } from '../../ports/document-store.js';
import { decodeFirestoreCursor } from './firestore-cursor.js';

type Scope = Pick<DocumentQuery, 'collection' | 'group' | 'where'>;
type Order = NonNullable<DocumentQuery['orderBy']>[number];

const FIELD = /^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*$/;
const MAX_IN = 30;
const RANGES: readonly string[] = ['<', '<=', '>', '>='];

function filteredQuery(firestore: Firestore, { collection, group, where = [] }: Scope): Query | null {
  let query: Query = group
    ? firestore.collectionGroup(collectionName(collection))
    : firestore.collection(checkedCollection(collection));
  for (const filter of where) {
    const condition = conditionOf(filter);
    if (condition === null) return null;
    query = query.where(condition);
  }
  return query;
}

/**
 * The query in Firestore's words, in order and behind the cursor, without a limit; null when nothing can match. Throws `invalid`
 * DOCUMENT_QUERY_INVALID, DOCUMENT_PATH_INVALID, DOCUMENT_CURSOR_INVALID.
 */
export function orderedQuery(firestore: Firestore, query: DocumentQuery): Query | null {
  const filtered = filteredQuery(firestore, query);
  const orders = orderOf(query);
  // Firestore would break ties in the direction of the last order; the port says ascending.
  const ordered = orders
    .reduce<Query | null>(
      (built, { field, direction }) => built && built.orderBy(fieldPath(field), direction),
      filtered,
    )
    ?.orderBy(FieldPath.documentId(), 'asc');
  if (query.cursor === undefined) return ordered?.offset(query.offset ?? 0) ?? null;
  const { values, path } = decodeFirestoreCursor(query, firestore);
  return ordered?.startAfter(...values, firestore.doc(path)) ?? null;
}

/** What the query is really ordered by: Firestore orders a range by its field, before the path. */
export function orderOf({ where = [], orderBy = [] }: DocumentQuery): Order[] {
  const orders = [...orderBy];
  for (const { field, op } of where) {
    const isRange = RANGES.includes(op) && !orders.some((order) => order.field === field);
    if (isRange) orders.push({ field, direction: orderBy.at(-1)?.direction ?? 'asc' });
  }
  return orders;
}

export function checkLimit({ limit, offset }: DocumentQuery): void {
  const isWhole = (value: number | undefined, least: number) =>
    value === undefined || (Number.isInteger(value) && value >= least);
  if (!isWhole(limit, 1)) throw invalidQuery('a limit is a whole number above zero');
  if (!isWhole(offset, 0)) throw invalidQuery('an offset is a whole number of zero or more');
}

export function fieldPath(field: string): FieldPath {
  if (!FIELD.test(field)) throw invalidQuery('a field is a dotted path of plain names');
  return new FieldPath(...field.split('.'));
}

function checkedCollection(path: string): string {
  parseCollectionPath(path);
  return path;
}

/** Null when no value can satisfy it. */
function conditionOf({ field, op, value }: DocumentFilter): Filter | null {
  const path = fieldPath(field);
  if (op === 'in') return inCondition(path, value);
  const wanted = comparable(value);
  if (wanted === null && op !== '==') return besidesNull(path, op);
  return Filter.where(path, op, wanted);
}

/** Firestore only knows equality with null; nothing of its kind lies before or behind it. */
function besidesNull(path: FieldPath, op: DocumentFilter['op']): Filter | null {
  if (op === 'array-contains') throw invalidQuery('a list cannot be searched for null');
  return op === '<=' || op === '>=' ? Filter.where(path, '==', null) : null;
}

/** Firestore's own `in` passes over null. */
function inCondition(path: FieldPath, values: unknown): Filter {
  if (!Array.isArray(values) || values.length === 0 || values.length > MAX_IN) {
    throw invalidQuery(`"in" takes a list of 1 to ${MAX_IN} values`);
  }
  const wanted = values.map(comparable);
  if (!wanted.includes(null)) return Filter.where(path, 'in', wanted);
  const others = wanted.filter((value) => value !== null);
  const isNull = Filter.where(path, '==', null);
  return others.length === 0 ? isNull : Filter.or(isNull, Filter.where(path, 'in', others));
}

function comparable(value: unknown): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  if (value instanceof Uint8Array) return Buffer.from(value);
  throw invalidQuery('a filter compares with null, a boolean, a number, a date, a text or bytes');
}
