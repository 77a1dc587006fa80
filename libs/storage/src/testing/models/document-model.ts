import type {
  DocumentBody,
  DocumentFilter,
  DocumentQuery,
  DocumentWrite,
} from '../../ports/document-store.js';
import { comparisonOf, compareBytes, kindOf } from './value-order.js';

export interface ModelDocument {
  readonly path: string;
  readonly data: Record<string, unknown>;
}

type Fields = Record<string, unknown>;

/** What a document store is, said as plainly as possible: a map from path to body. Slow, in memory, and obviously right. */
export class DocumentModel {
  private documents = new Map<string, Fields>();

  get(path: string): Fields | null {
    return this.documents.get(path) ?? null;
  }

  /** The code of the first refusal, in the order of the writes, or null when all were done. */
  write(writes: readonly DocumentWrite[]): string | null {
    const next = new Map(this.documents);
    for (const write of writes) {
      const refusal = applyTo(next, write);
      if (refusal !== null) return refusal;
    }
    this.documents = next;
    return null;
  }

  deleteTree(path: string): number {
    const gone = this.tree(path);
    for (const document of gone) this.documents.delete(document.path);
    return gone.length;
  }

  tree(path?: string): ModelDocument[] {
    return this.sorted().filter(
      (document) => path === undefined || document.path === path || document.path.startsWith(`${path}/`),
    );
  }

  /** All pages in one: `limit`, `offset` and `cursor` are left to the test. */
  query({ collection, group, where, orderBy }: DocumentQuery): ModelDocument[] {
    const orders = orderBy ?? [];
    const found = this.sorted().filter(
      ({ path, data }) =>
        liesIn(path, collection, group ?? false) &&
        (where ?? []).every((filter) => matches(data, filter)) &&
        orders.every(({ field }) => kindOf(data[field]) !== undefined),
    );
    return found.sort((a, b) => {
      for (const { field, direction } of orders) {
        const order = comparisonOf(a.data[field], b.data[field]);
        if (order !== 0) return direction === 'asc' ? order : -order;
      }
      return compareBytes(a.path, b.path);
    });
  }

  private sorted(): ModelDocument[] {
    return [...this.documents]
      .map(([path, data]) => ({ path, data }))
      .sort((a, b) => compareBytes(a.path, b.path));
  }
}

function applyTo(documents: Map<string, Fields>, write: DocumentWrite): string | null {
  const found = documents.get(write.path);
  if (write.kind === 'create' && found) return 'DOCUMENT_EXISTS';
  if (write.kind === 'update' && !found) return 'DOCUMENT_MISSING';
  if (write.kind === 'delete') documents.delete(write.path);
  else if (write.kind === 'set' || write.kind === 'create') documents.set(write.path, fieldsOf(write.data));
  else documents.set(write.path, { ...found, ...fieldsOf(write.data) });
  return null;
}

function fieldsOf(body: DocumentBody): Fields {
  return structuredClone(body) as Fields;
}

function liesIn(path: string, collection: string, group: boolean): boolean {
  const parent = path.slice(0, path.lastIndexOf('/'));
  return group ? parent.split('/').at(-1) === collection : parent === collection;
}

function matches(data: Fields, { field, op, value }: DocumentFilter): boolean {
  const found = data[field];
  if (op === 'in') return (value as unknown[]).some((wanted) => isSame(found, wanted));
  if (op === 'array-contains') return Array.isArray(found) && found.some((item) => isSame(item, value));
  if (kindOf(found) === undefined || kindOf(found) !== kindOf(value)) return false;
  const order = comparisonOf(found, value);
  const holds = { '==': order === 0, '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 };
  return holds[op];
}

function isSame(a: unknown, b: unknown): boolean {
  return kindOf(a) !== undefined && kindOf(a) === kindOf(b) && comparisonOf(a, b) === 0;
}
