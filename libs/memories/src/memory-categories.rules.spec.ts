import { describe, expect, it } from 'vitest';
import { isOfKind, memoryKindOf } from './memory-categories.rules.js';

describe('the vocabularies of memories', () => {
  it.each([
    ['system', 'system', null],
    ['manual', 'manual', null],
    ['health', 'system', 'health'],
    ['hobbies', 'system', 'preferences'],
    ['skills', 'system', 'work'],
    ['core', 'system', 'personal'],
    ['learnings', 'interesting', null],
    ['gossip', 'interesting', null],
    [undefined, 'interesting', null],
  ])('takes %s for %s about %s', (name, category, topic) => {
    expect(memoryKindOf(name)).toEqual({ category, topic });
  });

  it('filters by any of them', () => {
    const memory = { category: 'manual', topic: 'health' } as const;
    expect(isOfKind(memory, 'manual')).toBe(true);
    expect(isOfKind(memory, 'health')).toBe(true);
    expect(isOfKind(memory, 'system')).toBe(false);
    expect(isOfKind({ category: 'system', topic: 'preferences' }, 'habits')).toBe(true);
    expect(isOfKind({ category: 'interesting', topic: 'preferences' }, 'habits')).toBe(false);
  });
});
