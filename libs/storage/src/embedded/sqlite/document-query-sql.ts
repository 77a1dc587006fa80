import type { SQLInputValue } from 'node:sqlite';
import { invalidQuery } from '../../document-errors.js';
import { parseCollectionPath, collectionName } from '../../document-path.js';
import type { DocumentFilter, DocumentQuery } from '../../ports/document-store.js';
import {
  ELEMENT_KEY_EXPRESSION,
  bindable,
  jsonPath,
  keyExpression,
  orderKey,
  rangeOfType,
  type OrderKey,
} from './body-codec.js';
import { decodeCursor, type CursorPosition } from './document-cursor.js';

/** A piece of SQL with the values of its question marks. */
interface Sql {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
}

const FIELD = /^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*$/;
const MAX_IN = 30;

/** Fields become part of SQL text (expression indexes need it), so nothing but plain dotted names may pass. */
export function isPlainField(field: string): boolean {
  return FIELD.test(field);
}

export function checkedField(field: string): string {
  if (!isPlainField(field)) throw invalidQuery('a field is a dotted path of plain names');
  return field;
}

/** Which lists `array-contains` finds through an index: `listName` of each. */
export type IndexedLists = ReadonlySet<string>;

/** What the index of a list is called: the name of its collections and the field. */
export function listName(collection: string, field: string): string {
  return `${collectionName(collection)}/${checkedField(field)}`;
}

/** SQL for one page of a query: the given columns, in the query's order, at most `rows` of them. */
export function pageSql(
  columns: string,
  query: DocumentQuery,
  rows: number | undefined,
  lists: IndexedLists,
): Sql {
  const orders = (query.orderBy ?? []).map(({ field, direction }) => ({
    key: keyExpression(checkedField(field)),
    direction,
  }));
  const conditions = conditionsOf(query, lists);
  for (const { key } of orders) conditions.push({ text: `${key} IS NOT NULL`, values: [] });
  if (query.cursor !== undefined) conditions.push(afterPosition(orders, decodeCursor(query)));
  const order = [
    ...orders.map(({ key, direction }) => `${key} ${direction === 'desc' ? 'DESC' : 'ASC'}`),
    'path',
  ];
  const where = joined(conditions, ' AND ');
  return {
    text: `SELECT ${columns} FROM documents WHERE ${where.text} ORDER BY ${order.join(', ')} LIMIT ? OFFSET ?`,
    // The offset counts from the first page; a cursor already stands behind it.
    values: [...where.values, rows ?? -1, query.cursor === undefined ? (query.offset ?? 0) : 0],
  };
}

export function countSql(query: Scoped, lists: IndexedLists): Sql {
  const where = joined(conditionsOf(query, lists), ' AND ');
  return { text: `SELECT count(*) AS found FROM documents WHERE ${where.text}`, values: where.values };
}

type Scoped = Pick<DocumentQuery, 'collection' | 'group' | 'where'>;

function conditionsOf(query: Scoped, lists: IndexedLists): Sql[] {
  const filters = query.where ?? [];
  return [...scopeConditions(query), ...filters.map((filter) => filterCondition(filter, query, lists))];
}

/** The name is written out, not bound: only so does SQLite recognize the partial indexes. */
function scopeConditions(query: Pick<DocumentQuery, 'collection' | 'group'>): Sql[] {
  if (query.group) return [{ text: `name = '${collectionName(query.collection)}'`, values: [] }];
  const name = parseCollectionPath(query.collection);
  return [
    { text: `name = '${name}'`, values: [] },
    { text: 'collection = ?', values: [query.collection] },
  ];
}

function filterCondition(filter: DocumentFilter, scope: Scoped, lists: IndexedLists): Sql {
  const field = checkedField(filter.field);
  if (filter.op === 'in') return inCondition(keyExpression(field), filter.value);
  const wanted = comparable(filter.value);
  if (filter.op === 'array-contains') {
    // Firestore has no answer to it.
    if (filter.value === null) throw invalidQuery('a list cannot be searched for null');
    return containsCondition(field, bindable(wanted), scope, lists);
  }
  const key = keyExpression(field);
  if (filter.op === '==') return { text: `${key} = ?`, values: [bindable(wanted)] };
  return rangeCondition(key, filter.op, wanted);
}

function containsCondition(
  field: string,
  element: SQLInputValue,
  { collection, group }: Scoped,
  lists: IndexedLists,
): Sql {
  const name = group ? collection : parseCollectionPath(collection);
  if (lists.has(listName(name, field))) {
    return {
      text: `path IN (SELECT path FROM list_elements WHERE list = ? AND element = ? ${group ? '' : 'AND collection = ?'})`,
      values: [listName(name, field), element, ...(group ? [] : [collection])],
    };
  }
  return {
    text:
      `(json_type(body,${jsonPath(field)}) = 'array' AND ` +
      `EXISTS (SELECT 1 FROM json_each(body,${jsonPath(field)}) WHERE ${ELEMENT_KEY_EXPRESSION} = ?))`,
    values: [element],
  };
}

function inCondition(key: string, wanted: unknown): Sql {
  if (!Array.isArray(wanted) || wanted.length === 0 || wanted.length > MAX_IN) {
    throw invalidQuery(`"in" takes a list of 1 to ${MAX_IN} values`);
  }
  const values = wanted.map((value) => bindable(comparable(value)));
  return { text: `${key} IN (${values.map(() => '?').join(',')})`, values };
}

/** One bound is the filter's, the other the end of the value's type, so that an index range covers exactly what may match. */
function rangeCondition(key: string, op: '<' | '<=' | '>' | '>=', wanted: OrderKey): Sql {
  const type = rangeOfType(wanted);
  const bounds: Sql[] = [{ text: `${key} ${op} ?`, values: [bindable(wanted)] }];
  if (op.startsWith('<') && type.from !== undefined) {
    bounds.push({ text: `${key} ${type.fromOpen ? '>' : '>='} ?`, values: [type.from] });
  }
  if (op.startsWith('>') && type.to !== undefined) bounds.push({ text: `${key} < ?`, values: [type.to] });
  return joined(bounds, ' AND ');
}

interface Order {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
}

/** Strictly behind the position. The first condition repeats what follows from the others, as a range that an index can seek. */
function afterPosition(orders: readonly Order[], position: CursorPosition): Sql {
  const alternatives: Sql[] = [];
  const equalSoFar: Sql[] = [];
  orders.forEach(({ key, direction }, index) => {
    const value = bindable(position.keys[index]!);
    const beyond = { text: `${key} ${direction === 'desc' ? '<' : '>'} ?`, values: [value] };
    alternatives.push(joined([...equalSoFar, beyond], ' AND '));
    equalSoFar.push({ text: `${key} = ?`, values: [value] });
  });
  alternatives.push(joined([...equalSoFar, { text: 'path > ?', values: [position.path] }], ' AND '));
  const exact = joined(alternatives, ' OR ');
  const first = orders[0];
  if (!first) return exact;
  const seek = {
    text: `${first.key} ${first.direction === 'desc' ? '<=' : '>='} ?`,
    values: [bindable(position.keys[0]!)],
  };
  return joined([seek, { text: `(${exact.text})`, values: exact.values }], ' AND ');
}

function comparable(value: unknown): OrderKey {
  const key = orderKey(value);
  if (key === undefined)
    throw invalidQuery('a filter compares with null, a boolean, a number, a date, a text or bytes');
  return key;
}

function joined(parts: readonly Sql[], separator: string): Sql {
  return {
    text: parts.map(({ text }) => text).join(separator),
    values: parts.flatMap(({ values }) => values),
  };
}
