import { createHash } from 'node:crypto';
import { AppError } from '#libs/kernel';
import type { DocumentBody, DocumentQuery } from '../../ports/document-store.js';
import { orderKey, type OrderKey } from './body-codec.js';

/** Where a page ended: the last document's order keys and path, so that the next page begins right behind it even if it was deleted. */
export interface CursorPosition {
  readonly keys: readonly OrderKey[];
  readonly path: string;
}

export function encodeCursor(query: DocumentQuery, last: { path: string; data: DocumentBody }): string {
  const keys = (query.orderBy ?? []).map(({ field }) => orderKey(fieldOf(last.data, field)));
  return Buffer.from(JSON.stringify([fingerprint(query), keys, last.path])).toString('base64url');
}

/** Throws `invalid` DOCUMENT_CURSOR_INVALID for a text that is no cursor, or one of another query. */
export function decodeCursor(query: DocumentQuery): CursorPosition {
  const [mark, keys, path] = parsed(query.cursor!);
  if (mark !== fingerprint(query) || !Array.isArray(keys) || typeof path !== 'string') throw invalidCursor();
  // JSON has no infinity: the key of null comes back as null.
  return { keys: keys.map((key: OrderKey | null) => key ?? Number.NEGATIVE_INFINITY), path };
}

function parsed(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(value)) return value;
  } catch {
    // Falls through to the same answer as JSON that is not ours.
  }
  throw invalidCursor();
}

function fingerprint({ collection, group, where, orderBy }: DocumentQuery): string {
  const comparable = (where ?? []).map(({ field, op, value }) => [
    field,
    op,
    Array.isArray(value) ? value.map(orderKey) : orderKey(value),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([collection, group ?? false, comparable, orderBy ?? []]))
    .digest('base64url')
    .slice(0, 16);
}

function fieldOf(body: DocumentBody, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], body);
}

function invalidCursor(): AppError {
  return new AppError(
    'invalid',
    'DOCUMENT_CURSOR_INVALID',
    'This cursor does not belong to this list. Start again from the first page.',
  );
}
