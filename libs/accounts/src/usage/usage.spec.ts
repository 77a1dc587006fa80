import { describe, expect, it } from 'vitest';
import { daysUpTo, modelKey, NO_USE, plus, totalsOf } from './model-use.rules.js';
import { daysOfMonth, daysOfYear, historyOf, NO_STATS } from './usage-stats.rules.js';

const CALL = { model: 'gpt-4.1', inputTokens: 100, outputTokens: 10, cachedTokens: 60 };

describe('what a model took', () => {
  it('is summed over days and models, also of days that the reference wrote', () => {
    const ours = {
      date: '2026-03-05',
      last_updated: new Date(),
      conversation_notes: { a: plus(NO_USE, CALL), b: plus(NO_USE, CALL) },
    };
    const theirs = {
      conversation_notes: { a: { input_tokens: 5, output_tokens: 1 } },
      plan_usage: { basic: { conversation_notes: { input_tokens: 999 } } },
    };
    expect(totalsOf([ours, theirs])).toEqual({
      conversation_notes: { input_tokens: 205, output_tokens: 21, cached_tokens: 120, call_count: 2 },
    });
  });
  it('is kept under names that Firestore takes for no path', () => {
    expect(modelKey('meta/llama-3.2[q4]')).toBe('meta_llama-3_2_q4_');
    expect(modelKey('')).toBe('unknown');
  });
  it('is asked for by days, today first', () =>
    expect(daysUpTo(new Date('2026-03-01T01:00:00Z'), 2)).toEqual([
      '2026-03-01',
      '2026-02-28',
      '2026-02-27',
    ]));
});

describe('the history of usage', () => {
  const day = (date: string, hour: string, words: number) => ({
    date,
    hours: { [hour]: { ...NO_STATS, words_transcribed: words } },
  });
  const days = [day('2025-12-31', '23', 1), day('2026-03-01', '09', 2), day('2026-03-05', '08', 4)];
  const words = (period: Parameters<typeof historyOf>[1]) =>
    historyOf(days, period).map(({ date, words_transcribed: count }) => [date, count]);

  it('goes in hours, days, months or years, each written as a date that clients can read', () => {
    expect(words('today')[2]).toEqual(['2026-03-05T08:00:00', 4]);
    expect(words('monthly')).toEqual([
      ['2025-12-31', 1],
      ['2026-03-01', 2],
      ['2026-03-05', 4],
    ]);
    expect(words('yearly')).toEqual([
      ['2025-12-01', 1],
      ['2026-03-01', 6],
    ]);
    expect(words('all_time')).toEqual([
      ['2025-01-01', 1],
      ['2026-01-01', 6],
    ]);
    expect(words('yearly').every(([date]) => !Number.isNaN(Date.parse(String(date))))).toBe(true);
  });
  it('has all days of a month and of a leap year', () => {
    expect(daysOfMonth('2028-02-10')).toHaveLength(29);
    expect(daysOfYear('2028-02-10')).toHaveLength(366);
  });
});
