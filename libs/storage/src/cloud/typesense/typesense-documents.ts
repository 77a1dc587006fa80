import { createHash } from 'node:crypto';
import type { CollectionCreateSchema } from 'typesense/lib/Typesense/Collections.js';
import type { KeywordDocument } from '../../ports/keyword-index.js';
import { termsOf } from '../../terms/search-terms.js';

/** Collections here are not those of the reference (they hold passages, not conversations), so they must not meet in one cluster. */
const COLLECTION_PREFIX = 'mneme_';

/**
 * One document of a collection. The texts are stored as their terms (`termsOf`), so that every language is found as on the embedded profile,
 * whatever Typesense would have made of it; what was said is in the document store.
 *
 * | field        | type     | meaning                                                                              |
 * |--------------|----------|--------------------------------------------------------------------------------------|
 * | `id`         | string   | hash of owner and entry: unique per owner, and nothing that a filter could stumble over |
 * | `userId`     | string   | the owner, named as the reference names it; what comes back is checked against it      |
 * | `owner_key`  | string   | hash of the owner, for filters: Typesense compares text without regard to case and signs |
 * | `entry_id`   | string   | our id                                                                               |
 * | `starts`     | string[] | hashes of everything up to each colon of our id, to delete a conversation by           |
 * | `created_at` | int64    | epoch seconds, as the reference has it; the default order                              |
 * | `time_ms`    | int64    | epoch milliseconds, for ranges                                                         |
 * | `title`, `body`, `context` | string | terms, separated by spaces                                               |
 * | `metadata`   | string   | JSON, given back as it is; neither searched nor indexed                                |
 */
export interface TypesenseDocument {
  readonly id: string;
  readonly userId: string;
  readonly owner_key: string;
  readonly entry_id: string;
  readonly starts: readonly string[];
  readonly created_at: number;
  readonly time_ms: number;
  readonly title: string;
  readonly body: string;
  readonly context: string;
  readonly metadata: string;
}

export function collectionName(ours: string): string {
  return COLLECTION_PREFIX + ours;
}

/** Undoes `collectionName`; undefined for a collection of someone else. */
export function ourCollection(name: string): string | undefined {
  return name.startsWith(COLLECTION_PREFIX) ? name.slice(COLLECTION_PREFIX.length) : undefined;
}

export function collectionSchema(ours: string): CollectionCreateSchema {
  return {
    name: collectionName(ours),
    fields: [
      { name: 'userId', type: 'string' },
      { name: 'owner_key', type: 'string' },
      { name: 'starts', type: 'string[]' },
      { name: 'created_at', type: 'int64' },
      { name: 'time_ms', type: 'int64' },
      { name: 'title', type: 'string' },
      { name: 'body', type: 'string' },
      { name: 'context', type: 'string' },
    ],
    default_sorting_field: 'created_at',
  };
}

export function toTypesense(document: KeywordDocument): TypesenseDocument {
  const { id, ownerId, title, body, context = '', timeMs, metadata } = document;
  return {
    id: documentId(ownerId, id),
    userId: ownerId,
    owner_key: ownerKey(ownerId),
    entry_id: id,
    starts: startsOf(id).map(startKey),
    created_at: Math.floor(timeMs / 1_000),
    time_ms: Math.floor(timeMs),
    title: storedTerms(title),
    body: storedTerms(body),
    context: storedTerms(context),
    metadata: JSON.stringify(metadata),
  };
}

export function documentId(ownerId: string, id: string): string {
  return hashed(JSON.stringify([ownerId, id]));
}

export function ownerKey(ownerId: string): string {
  return hashed(ownerId);
}

/** Key of all entries that begin with `prefix`; undefined when a prefix is not one that `starts` holds. */
export function startKeyOf(prefix: string): string | undefined {
  return prefix.endsWith(':') ? startKey(prefix) : undefined;
}

/** A term in letters and digits of ASCII alone, which no tokenizer changes: others become `u` and their UTF-8 in hexadecimal. */
export function asciiTerm(term: string): string {
  return /^[a-z0-9]+$/.test(term) ? term : `u${Buffer.from(term).toString('hex')}`;
}

function storedTerms(text: string): string {
  return termsOf(text).map(asciiTerm).join(' ');
}

function startsOf(id: string): string[] {
  return [...id.matchAll(/:/g)].map(({ index }) => id.slice(0, index + 1));
}

function startKey(start: string): string {
  return hashed(`start ${start}`);
}

/** 128 bits in hexadecimal: one token for Typesense, and nothing that its filters take for syntax. */
function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
