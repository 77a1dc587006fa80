import type { Memory } from '#libs/contracts';
import { memoryKindOf } from '../memory-categories.rules.js';
import { newMemory } from '../memory.rules.js';

/**
 * A memory in our shape, whoever wrote it: those of the reference lack what only we keep. Source of the defaults: specification of the data
 * shapes, §2. Ours pass through as they are.
 */
export function memoryShapeOf(stored: object, id: string): Memory {
  if ('topic' in stored && 'review_id' in stored) return stored as Memory;
  const given = stored as Partial<Memory>;
  const createdAt = given.created_at ?? new Date(0);
  const { category, topic } = memoryKindOf(given.category);
  const known = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return newMemory({
    uid: '',
    content: '',
    topic: topic ?? 'personal',
    created_at: createdAt,
    subject: 'user',
    predicate: null,
    ...(Object.fromEntries(known) as Partial<Memory>),
    id,
    category,
    updated_at: given.updated_at ?? createdAt,
    valid_at: given.valid_at ?? createdAt,
    evidence: Array.isArray(given.evidence) ? given.evidence : [],
    ...(!('superseded_by' in given) && { superseded_by: null }),
  });
}
