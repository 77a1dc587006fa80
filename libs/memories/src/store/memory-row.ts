import type { Memory } from '#libs/contracts';
import { deterministicId } from '#libs/kernel';
import { isCurrent, normalizedContent } from '../memory.rules.js';
import { isSingleValued } from '../resolution/conflict.rules.js';

/** What of a memory is only there to be found by; all of it follows from the memory itself. The words are hashed: they may be encrypted. */
interface LookupFields {
  /** The conversations and imported logs that it rests on. */
  readonly source_ids: string[];
  /** Same words, same key. */
  readonly content_key: string;
  /** Of what has one value at a time: same subject and predicate, same key. Null for what is not, and for what no longer holds. */
  readonly fact_key: string | null;
  /** Whether consolidation still has to look at it. */
  readonly pending: boolean;
}

/** A memory as it lies in `users/{uid}/memories/{id}`. */
export interface MemoryRow extends Memory, LookupFields {}

export function rowOf(ownerId: string, memory: Memory): MemoryRow {
  const sources = [memory.conversation_id, ...memory.evidence.map(({ source_id }) => source_id)];
  return {
    ...memory,
    source_ids: [...new Set(sources.filter((id) => id !== null))],
    content_key: contentKey(ownerId, memory.content),
    fact_key: isCurrent(memory) ? factKey(ownerId, memory) : null,
    pending:
      memory.layer === 'short_term' &&
      isCurrent(memory) &&
      memory.review_id === null &&
      memory.user_review !== false,
  };
}

const LOOKUP_FIELDS: readonly (keyof LookupFields)[] = ['source_ids', 'content_key', 'fact_key', 'pending'];

/** Without what it is found by. */
export function memoryOfRow(row: MemoryRow): Memory {
  const memory: Partial<MemoryRow> = { ...row };
  for (const field of LOOKUP_FIELDS) delete memory[field];
  return memory as Memory;
}

export function contentKey(ownerId: string, content: string): string {
  return deterministicId(ownerId, 'memory-content', normalizedContent(content));
}

export function factKey(
  ownerId: string,
  { subject, predicate }: Pick<Memory, 'subject' | 'predicate'>,
): string | null {
  if (!isSingleValued(predicate)) return null;
  return deterministicId(ownerId, 'memory-fact', subject.toLowerCase(), predicate);
}
