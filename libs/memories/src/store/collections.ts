import { defineCollection, type CollectionDefinition, type DocumentBody } from '#libs/storage';
import type { MemoryImport } from '../imports/memory-import.js';
import type { KnowledgeFact } from '../knowledge/knowledge.js';
import type { MemoryReview } from '../review/memory-review.js';
import { memoryShapeOf } from './memory-shape.js';
import type { MemoryRow } from './memory-row.js';

export const MEMORIES = defineCollection<MemoryRow>({
  path: 'users/{ownerId}/memories',
  indexes: [
    {
      fields: [
        { field: 'scoring', direction: 'desc' },
        { field: 'created_at', direction: 'desc' },
      ],
    },
    { fields: [{ field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'conversation_id' }] },
    { fields: [{ field: 'source_ids', contains: true }] },
    { fields: [{ field: 'content_key' }] },
    { fields: [{ field: 'fact_key' }] },
    { fields: [{ field: 'superseded_by' }] },
    { fields: [{ field: 'pending' }, { field: 'created_at' }] },
  ],
  sealed: [
    { field: 'content', reference: 'text' },
    { field: 'evidence', reference: 'json' },
    'subject',
    'predicate',
    'tags',
  ],
  upgrade: (stored: DocumentBody, id: string) => memoryShapeOf(stored, id) as MemoryRow,
});

/** A statement that the owner deleted, by a digest of it: holds no words. Where it was said, so that reading that again does not bring it back. */
export interface ForgottenStatement {
  readonly id: string;
  /** Every source of `said`, for queries. */
  readonly source_ids: readonly string[];
  readonly said: readonly SaidIn[];
}

/** Segments of a conversation, or lines of an imported log. */
export interface SaidIn {
  readonly source_id: string;
  readonly segment_ids: readonly string[];
}

export const FORGOTTEN = defineCollection<ForgottenStatement>({
  path: 'users/{ownerId}/forgotten_memories',
  indexes: [{ fields: [{ field: 'source_ids', contains: true }] }],
});

export const REVIEWS = defineCollection<MemoryReview>({
  path: 'users/{ownerId}/memory_reviews',
  indexes: [{ fields: [{ field: 'status' }, { field: 'created_at', direction: 'desc' }] }],
});

/** The graph of people, places and things lies in pieces: what each memory says of them. */
export const KNOWLEDGE = defineCollection<KnowledgeFact>({
  path: 'users/{ownerId}/knowledge_facts',
  sealed: ['nodes', 'edges'],
});

export const IMPORTS = defineCollection<MemoryImport>({
  path: 'users/{ownerId}/memory_imports',
  sealed: ['text', 'source'],
});

/** For `StorageModule.forRoot`. */
export const memoryCollections: readonly CollectionDefinition[] = [
  MEMORIES,
  FORGOTTEN,
  REVIEWS,
  KNOWLEDGE,
  IMPORTS,
];
