import { describe, expect, it } from 'vitest';
import { isVisible, newMemory } from '../memory.rules.js';
import { memoryShapeOf } from './memory-shape.js';

const CREATED = new Date('2025-04-01T10:00:00Z');

describe('a memory as it is read', () => {
  it('is visible and whole though the reference wrote only what it knows', () => {
    const stored = {
      id: 'm1', uid: 'ada', content: 'Ada likes tea.', category: 'hobbies', tags: [], visibility: 'public', created_at: CREATED,
      updated_at: CREATED, reviewed: true, user_review: null, manually_added: false, edited: false, scoring: '00_999_1743501600',
    }; // prettier-ignore
    const memory = memoryShapeOf(stored, 'm1');
    expect(isVisible(memory)).toBe(true);
    expect(memory).toMatchObject({
      content: 'Ada likes tea.',
      category: 'system',
      scoring: '00_999_1743501600',
      visibility: 'public',
      evidence: [],
      subject: 'user',
    });
  });

  it('stays hidden when its owner threw it out', () => {
    expect(isVisible(memoryShapeOf({ content: 'x', user_review: false }, 'm1'))).toBe(false);
  });

  it('takes a category that nobody knows for something interesting', () => {
    expect(memoryShapeOf({ content: 'x', category: 'gossip' }, 'm1').category).toBe('interesting');
  });

  it('is what we wrote, untouched', () => {
    const given = {
      id: 'm1',
      uid: 'ada',
      content: 'x',
      category: 'system',
      topic: 'work',
      created_at: CREATED,
    } as const;
    const own = newMemory({ ...given, subject: 'user', predicate: null });
    expect(memoryShapeOf(own, 'm1')).toBe(own);
  });
});
