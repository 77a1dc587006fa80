import { lockedText, type Memory, type MemoryCategory } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { weighed } from './resolution/confidence.rules.js';

/** Of the wire: a memory is one statement, not a document. */
export const MAX_CONTENT_CHARS = 500;

/** Which kind of memory a list shows first. Source: specification of the pipeline, §3.4, variant B. */
const PRIORITY: Readonly<Record<MemoryCategory, number>> = {
  manual: 100,
  interesting: 60,
  system: 50,
  workflow: 50,
};

/** The sort key of the wire, `PPP_TTTTTTTTTT`: priority, then creation in epoch seconds. Descending. */
export function scoringOf(category: MemoryCategory, createdAt: Date): string {
  const seconds = Math.floor(createdAt.getTime() / 1_000);
  return `${String(PRIORITY[category]).padStart(3, '0')}_${String(seconds).padStart(10, '0')}`;
}

/** Still held to be true. */
export function isCurrent(memory: Memory): boolean {
  return memory.invalid_at === null && memory.superseded_by === null;
}

/** Stands in lists: current, not thrown out by its owner, and not waiting for the owner's decision. */
export function isVisible(memory: Memory): boolean {
  return isCurrent(memory) && memory.user_review !== false && memory.review_id === null;
}

/** May be shown whole, searched and told to models: visible, and not locked behind a plan by the server that it came from. */
export function isOpen(memory: Memory): boolean {
  return isVisible(memory) && !memory.is_locked;
}

/** For who wants to see all of it or to change it. `locked` MEMORY_LOCKED. */
export function demandUnlocked({ id, is_locked: isLocked }: Memory): void {
  if (!isLocked) return;
  throw new AppError('locked', 'MEMORY_LOCKED', 'This memory is locked: its server kept it behind a plan.', {
    id,
  });
}

/** As lists show it: of a locked one the beginning, and nothing of what it rests on. */
export function listed(memory: Memory): Memory {
  return memory.is_locked ? { ...memory, content: lockedText(memory.content), evidence: [] } : memory;
}

/** Written or reworded by the owner: what is heard never takes its place, it asks. */
export function isOwnersWord(memory: Memory): boolean {
  return memory.manually_added || memory.edited;
}

/** Written, edited or judged by the owner: no extraction takes it away. */
export function isOwners(memory: Memory): boolean {
  return isOwnersWord(memory) || memory.user_review !== null;
}

/** The same statement in other spelling has the same normalised content. */
export function normalizedContent(content: string): string {
  return content
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();
}

/** Trimmed content, or `invalid` MEMORY_CONTENT_INVALID. */
export function validContent(content: string): string {
  const trimmed = content.trim();
  if (trimmed === '' || trimmed.length > MAX_CONTENT_CHARS) {
    throw new AppError(
      'invalid',
      'MEMORY_CONTENT_INVALID',
      `A memory is a text of 1 to ${MAX_CONTENT_CHARS} characters.`,
      { field: 'content', max: MAX_CONTENT_CHARS },
    );
  }
  return trimmed;
}

type Given = 'id' | 'uid' | 'content' | 'category' | 'topic' | 'created_at' | 'subject' | 'predicate';

/** A memory with the defaults of the wire; never public unless its owner says so. */
export function newMemory(given: Pick<Memory, Given> & Partial<Memory>): Memory {
  const conversationId = given.conversation_id ?? null;
  const memory: Memory = {
    visibility: 'private',
    tags: [given.topic],
    updated_at: given.created_at,
    conversation_id: conversationId,
    memory_id: conversationId,
    reviewed: true,
    user_review: null,
    manually_added: false,
    edited: false,
    scoring: scoringOf(given.category, given.created_at),
    app_id: null,
    is_locked: false,
    valid_at: given.created_at,
    invalid_at: null,
    superseded_by: null,
    layer: 'long_term',
    evidence: [],
    capture_confidence: 0,
    veracity: 0,
    uncertainty_reasons: [],
    review_id: null,
    kg_extracted: false,
    ...given,
  };
  return weighed(memory);
}
