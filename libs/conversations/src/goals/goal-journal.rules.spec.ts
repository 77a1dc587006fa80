import { describe, expect, it } from 'vitest';
import type { GoalEntry } from './goal.js';
import { daysOf, valueAfter, valueOf } from './goal-journal.rules.js';

const GOAL = { min_value: 0, max_value: 10, target_value: 100 };
let at = 0;
const entry = (mode: 'set' | 'add', amount: number, said: Partial<GoalEntry> = {}): GoalEntry => ({
  id: `e${(at += 1)}`,
  date: '2026-03-05',
  recorded_at: new Date(at * 1_000),
  value: amount,
  mode,
  amount,
  conversation_id: null,
  revision: null,
  segment_ids: [],
  ...said,
});

describe('where a goal stands', () => {
  it('stays between its least value and its target', () => {
    expect([valueAfter(GOAL, 95, entry('add', 20)), valueAfter(GOAL, 5, entry('set', -3))]).toEqual([100, 0]);
    expect(valueAfter(GOAL, 0.1, entry('add', 0.2))).toBe(0.3);
  });

  it('is its journal from the beginning, each conversation counted by its last revision', () => {
    const said = (revision: number) => ({ conversation_id: 'c1', revision });
    const entries = [entry('set', 10), entry('add', 5, said(1)), entry('add', 2), entry('add', 7, said(2))];
    expect(valueOf(GOAL, entries)).toBe(19);
    expect(valueOf(GOAL, [...entries, entry('add', 0, said(3))])).toBe(12);
  });

  it('has one line a day, the last, newest first', () => {
    const days = daysOf([entry('set', 1), entry('set', 2), entry('set', 3, { date: '2026-03-06' })]);
    expect(days.map(({ date, value }) => [date, value])).toEqual([
      ['2026-03-06', 3],
      ['2026-03-05', 2],
    ]);
  });
});
