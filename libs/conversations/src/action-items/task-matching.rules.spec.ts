import { describe, expect, it } from 'vitest';
import { isSameTask, sharedWords } from './task-matching.rules.js';
import { DIFFERENT, SAME } from './task-pairs.fixture.js';

const undated = (description: string) => ({ description, due_at: null });

describe('a task that is spoken of again', () => {
  it.each(SAME)('is the open one: %s / %s', (open, found) => {
    expect(isSameTask(undated(open), undated(found))).toBe(true);
  });

  it.each(DIFFERENT)('is another one: %s / %s', (open, found) => {
    expect(isSameTask(undated(open), undated(found))).toBe(false);
  });

  it('is another one with another deadline, and the same when only one of them has any', () => {
    const friday = { description: 'Pay the rent', due_at: new Date('2026-03-06T22:59:00Z') };
    const fridayAtNine = { ...friday, due_at: new Date('2026-03-06T08:00:00Z') };
    const monday = { ...friday, due_at: new Date('2026-03-09T22:59:00Z') };
    expect([fridayAtNine, monday, undated('Pay the rent')].map((found) => isSameTask(friday, found))).toEqual(
      [true, false, true],
    );
  });

  it('shares nothing when nothing of it has a matter', () => {
    expect(sharedWords('Do it', 'Do it')).toBe(0);
  });
});
