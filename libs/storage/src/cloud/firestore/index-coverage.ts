import { AppError } from '#libs/kernel';
import type { DocumentFilter, DocumentQuery, IndexDeclaration } from '../../ports/document-store.js';
import { orderOf } from './firestore-query.js';

type Queried = Omit<DocumentQuery, 'limit' | 'offset' | 'cursor'>;
type IndexedField = IndexDeclaration['fields'][number];
type Order = NonNullable<DocumentQuery['orderBy']>[number];

/**
 * Which queries Firestore can answer with the declared indexes and its automatic ones. It refuses all others, but only the real service
 * does: an emulator answers every query, so that a forgotten declaration would be found by the first user.
 */
export class IndexCoverage {
  constructor(private readonly declarations: readonly IndexDeclaration[]) {}

  /** Throws `bug` DOCUMENT_INDEX_UNDECLARED for a query that the real service would refuse. */
  demand(query: Queried): void {
    if (this.serves(query)) return;
    throw new AppError(
      'bug',
      'DOCUMENT_INDEX_UNDECLARED',
      'No declared index serves this query. Declare one beside the collection.',
      {
        collection: query.collection.split('/').at(-1),
        filters: (query.where ?? []).map(({ field, op }) => `${field} ${op}`),
        orders: orderOf(query).map(({ field, direction }) => `${field} ${direction}`),
      },
    );
  }

  /** In which direction a range can be counted, where the direction makes no difference to the answer. */
  countingOrder(query: Queried): Order[] {
    const ascending = orderOf({ ...query, orderBy: [] });
    const descending = ascending.map(({ field }) => ({ field, direction: 'desc' as const }));
    return !this.serves({ ...query, orderBy: ascending }) && this.serves({ ...query, orderBy: descending })
      ? descending
      : ascending;
  }

  private serves(query: Queried): boolean {
    const orders = orderOf(query);
    const filters = (query.where ?? []).filter(({ field }) => orders.every((order) => order.field !== field));
    if (filters.length === 0 && orders.length === 0) return true;
    const isOneAscending = filters.length === 0 && orders.length === 1 && orders[0]!.direction === 'asc';
    // Within one collection every field has an index of its own; over all collections of a name only a declared one.
    if (!query.group && (isOneAscending || orders.length === 0)) return true;
    return serveTogether(this.declarationsFor(query), filters, orders);
  }

  private declarationsFor({ collection, group = false }: Queried): IndexDeclaration[] {
    const name = collection.split('/').at(-1);
    return this.declarations.filter((index) => index.collection === name && (index.group ?? false) === group);
  }
}

/** Indexes that end in the wanted order and begin with filtered fields are merged, so together they must begin with all of them. */
function serveTogether(
  declared: readonly IndexDeclaration[],
  filters: readonly DocumentFilter[],
  orders: readonly Order[],
): boolean {
  const usable = declared
    .map(({ fields }) => splitAt(fields, fields.length - orders.length))
    .filter(([begin, end]) => {
      const isInOrder = orders.every((order, at) => isOrderedAs(end[at], order));
      return isInOrder && begin.every((field) => filters.some((filter) => matches(field, filter)));
    });
  const begun = usable.flatMap(([begin]) => begin);
  return usable.length > 0 && filters.every((filter) => begun.some((field) => matches(field, filter)));
}

function splitAt(
  fields: readonly IndexedField[],
  at: number,
): [readonly IndexedField[], readonly IndexedField[]] {
  return at < 0 ? [fields, []] : [fields.slice(0, at), fields.slice(at)];
}

function isOrderedAs(indexed: IndexedField | undefined, { field, direction }: Order): boolean {
  return indexed?.field === field && (indexed.direction ?? 'asc') === direction;
}

function matches({ field, contains }: IndexedField, filter: Pick<DocumentFilter, 'field' | 'op'>): boolean {
  return field === filter.field && (contains ?? false) === (filter.op === 'array-contains');
}
