import { describe, expect, it } from 'vitest';
import { consolidateMemories, indexMemory, processConversation, summarizeDays } from '#libs/contracts';
import { tallyOf } from './job-tally.js';

describe('the tally of jobs', () => {
  it('counts apart what waits by itself', () => {
    expect(
      tallyOf({
        [processConversation.name]: { waiting: 1, delayed: 2, active: 4, dead: 8 },
        [indexMemory.name]: { waiting: 10, delayed: 0, active: 0, dead: 0 },
        [summarizeDays.name]: { waiting: 0, delayed: 20, active: 0, dead: 0 },
        [consolidateMemories.name]: { waiting: 40, delayed: 80, active: 100, dead: 200 },
      }),
    ).toEqual({ pending: 15, delayed: 2, timers: { asleep: 100, awake: 140 }, dead: 208 });
  });

  it('counts nothing of an empty queue, and takes jobs of another version for work', () => {
    const nothing = { pending: 0, delayed: 0, timers: { asleep: 0, awake: 0 }, dead: 0 };
    expect(tallyOf({})).toEqual(nothing);
    expect(tallyOf({ 'job.unknown': { waiting: 0, delayed: 1, active: 0, dead: 0 } })).toEqual({
      ...nothing,
      delayed: 1,
    });
  });
});
