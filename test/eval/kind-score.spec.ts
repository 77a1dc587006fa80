import { describe, expect, it } from 'vitest';
import { ratesOf, scoreKind } from './kind-score.js';
import { anyDate, dueDay, largestMatching, startTime, textMatches } from './label-matching.js';

const thing = (text: string, localTime: string | null = null) => ({ text, localTime });
const cake = {
  match_all: [
    ['cake', 'tart'],
    ['order', 'bake'],
  ],
  due_local_date: '2026-03-14',
};
const none = { wanted: [], traps: [], acceptable: [] };

describe('a label', () => {
  it('matches when each inner list has a word in the text, whatever its case', () => {
    expect(textMatches('Order the Tart', cake)).toBe(true);
    expect(textMatches('Eat the cake', cake)).toBe(false);
  });

  it('does not match what it excludes', () => {
    expect(textMatches('Book five temps', { match_all: [['temp']], unless_any: ['three'] })).toBe(true);
    expect(textMatches('Book three temps', { match_all: [['temp']], unless_any: ['three'] })).toBe(false);
  });

  it('wants the day of a task, and no day when it says null', () => {
    expect(dueDay(thing('', '2026-03-14T23:59'), cake)).toBe(true);
    expect(dueDay(thing(''), cake)).toBe(false);
    expect(dueDay(thing('', '2026-03-14T23:59'), { ...cake, due_local_date: null })).toBe(false);
    expect(dueDay(thing('', '2026-03-14T23:59'), { match_all: [] })).toBe(true);
  });

  it('wants the minute of an event, or its day when it has no time', () => {
    expect(startTime(thing('', '2026-03-12T15:00'), { match_all: [], start_local: '2026-03-12T15:00' })).toBe(
      true,
    );
    expect(startTime(thing('', '2026-03-12T15:01'), { match_all: [], start_local: '2026-03-12T15:00' })).toBe(
      false,
    );
    expect(startTime(thing('', '2026-03-12T15:01'), { match_all: [], start_local: '2026-03-12' })).toBe(true);
  });
});

it('finds the largest matching, not the first', () => {
  const labels = [{ match_all: [['a', 'b']] }, { match_all: [['a']] }];
  expect(largestMatching(labels, [thing('a'), thing('b')], anyDate)).toEqual([1, 0]);
});

it('compares labels first, then traps, then acceptable extras', () => {
  const score = scoreKind(
    { wanted: [cake], traps: [{ match_all: [['door']] }], acceptable: [{ match_all: [['dinner', 'door']] }] },
    [
      thing('Order the cake', '2026-03-14T10:00'),
      thing('Order the cake again', '2026-03-14T10:00'),
      thing('Cook dinner'),
      thing('Fix the door'),
      thing('Dance'),
    ],
    dueDay,
  );
  expect(score).toMatchObject({ truePositives: 1, falsePositives: 3, falseNegatives: 0, missed: [] });
  expect(score.trapped).toEqual([thing('Fix the door')]);
});

it('sums precision, recall and F1 over dialogues', () => {
  const first = scoreKind(
    { ...none, wanted: [cake] },
    [thing('Order the cake', '2026-03-14T10:00'), thing('Dance')],
    dueDay,
  );
  const second = scoreKind({ ...none, wanted: [cake] }, [], dueDay);
  expect(ratesOf([first, second])).toMatchObject({ precision: 0.5, recall: 0.5, f1: 0.5 });
  expect(ratesOf([])).toMatchObject({ precision: 1, recall: 1, f1: 1 });
});
