import { MEMORY_CATEGORIES, MEMORY_TOPICS, type MemoryCategory, type MemoryTopic } from '#libs/contracts';

/** What a word for a kind of memory says: where it comes from, and what it is about when the word tells. */
export interface MemoryKind {
  readonly category: MemoryCategory;
  readonly topic: MemoryTopic | null;
}

/** The names of the reference's earlier years, by what they are about. `learnings` is advice from others. Source: specification of the pipeline, §3.3. */
const LEGACY: Readonly<Record<string, MemoryKind>> = {
  core: { category: 'system', topic: 'personal' },
  lifestyle: { category: 'system', topic: 'personal' },
  other: { category: 'system', topic: 'personal' },
  auto: { category: 'system', topic: 'personal' },
  skills: { category: 'system', topic: 'work' },
  hobbies: { category: 'system', topic: 'preferences' },
  interests: { category: 'system', topic: 'preferences' },
  habits: { category: 'system', topic: 'preferences' },
  learnings: { category: 'interesting', topic: null },
};

/** Every word that clients of any age use, in the order of the vocabularies: today's, topics, the earlier one. */
export const MEMORY_KIND_NAMES: readonly string[] = [
  ...new Set([...MEMORY_CATEGORIES, ...MEMORY_TOPICS, ...Object.keys(LEGACY)]),
];

/** Any of the three vocabularies; a word that nobody knows is something interesting, as in the reference. */
export function memoryKindOf(name: string | undefined): MemoryKind {
  const category = MEMORY_CATEGORIES.find((known) => known === name);
  if (category) return { category, topic: null };
  const topic = MEMORY_TOPICS.find((known) => known === name);
  if (topic) return { category: 'system', topic };
  return LEGACY[name ?? ''] ?? { category: 'interesting', topic: null };
}

/** Whether a memory is of the kind that a filter names: a topic where the word is one, else where the memory comes from. */
export function isOfKind(memory: { category: MemoryCategory; topic: MemoryTopic }, name: string): boolean {
  const kind = memoryKindOf(name);
  const isTopicName = MEMORY_TOPICS.some((topic) => topic === name);
  return kind.topic === null
    ? memory.category === kind.category
    : memory.topic === kind.topic && (isTopicName || memory.category === kind.category);
}
