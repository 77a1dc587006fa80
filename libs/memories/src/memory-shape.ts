import { MEMORY_CATEGORIES, type Memory, type MemoryCategory } from '#libs/contracts';
import { newMemory } from './memory.rules.js';

/** Names of the reference's earlier years that say what `system` says now; every other unknown one becomes `interesting`. */
const LEGACY_SYSTEM = [
  'core', 'hobbies', 'lifestyle', 'interests', 'habits', 'work', 'skills', 'learnings', 'other', 'auto',
]; // prettier-ignore

/**
 * A memory in our shape, whoever wrote it: those of the reference lack what only we keep. Source of the defaults: specification of the data
 * shapes, §2. Ours pass through as they are.
 */
export function memoryShapeOf(stored: object, id: string): Memory {
  if ('topic' in stored && 'evidence' in stored && 'invalid_at' in stored) return stored as Memory;
  const given = stored as Partial<Memory>;
  const createdAt = given.created_at ?? new Date(0);
  const blank = newMemory({
    id,
    uid: given.uid ?? '',
    content: given.content ?? '',
    category: categoryOf(given.category),
    topic: 'personal',
    created_at: createdAt,
    subject: 'user',
    predicate: null,
  });
  const known = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return {
    ...blank,
    ...(Object.fromEntries(known) as Partial<Memory>),
    id,
    category: blank.category,
    updated_at: given.updated_at ?? createdAt,
    evidence: Array.isArray(given.evidence) ? given.evidence : [],
  };
}

function categoryOf(stored: string | undefined): MemoryCategory {
  const known = MEMORY_CATEGORIES.find((category) => category === stored);
  return known ?? (LEGACY_SYSTEM.includes(stored ?? '') ? 'system' : 'interesting');
}
