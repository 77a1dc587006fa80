import { describe, expect, it } from 'vitest';
import { daysFrom, daysNamedIn } from './date-hints.rules.js';

/** A Wednesday. */
const TODAY = Date.UTC(2026, 2, 18);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const read = (text: string) =>
  daysNamedIn(text, TODAY).map(({ fromMs, toMs, everyYear }) =>
    [everyYear ? iso(fromMs).slice(5) : iso(fromMs), everyYear ? iso(toMs).slice(5) : iso(toMs)].join(' to '),
  );

describe('days that a question names', () => {
  it.each([
    ['What happened on 7 May 2023?', '2023-05-07 to 2023-05-07'],
    ['what was said on May 7th, 2023', '2023-05-07 to 2023-05-07'],
    ['on the 7th of May', '05-07 to 05-07'],
    ['notes of 2023-05-07', '2023-05-07 to 2023-05-07'],
    ['in January 2022', '2022-01-01 to 2022-01-31'],
    ['during february', '02-01 to 02-29'],
    ['on 31 February 2022, which is no day', '2022-02-01 to 2022-02-28'],
    ['in May', '05-01 to 05-31'],
    ['yesterday', '2026-03-17 to 2026-03-17'],
    ['today', '2026-03-18 to 2026-03-18'],
    ['last Monday', '2026-03-16 to 2026-03-16'],
    ['last wednesday', '2026-03-11 to 2026-03-11'],
    ['two weeks ago', '2026-03-04 to 2026-03-10'],
    ['last week', '2026-03-04 to 2026-03-18'],
  ])('%s', (text, days) => {
    expect(read(text)).toEqual([days]);
  });

  it.each(['may I go', 'we march on', 'the second door', ''])('finds none in "%s"', (text) =>
    expect(read(text)).toEqual([]),
  );

  it('finds two', () => {
    expect(read('between 3 June 2023 and August 4')).toEqual(['2023-06-03 to 2023-06-03', '08-04 to 08-04']);
  });
});

describe('how far a moment lies from them', () => {
  it('is nothing within, and whole days beyond', () => {
    const [january] = daysNamedIn('in January 2022', TODAY);
    expect(daysFrom(january!, Date.UTC(2022, 0, 31, 23))).toBe(0);
    expect(daysFrom(january!, Date.UTC(2021, 11, 30))).toBe(2);
  });

  it('does not mind the year where none is named, over New Year too', () => {
    const [day] = daysNamedIn('on December 31st', TODAY);
    expect(daysFrom(day!, Date.UTC(2024, 11, 31, 12))).toBe(0);
    expect(Math.round(daysFrom(day!, Date.UTC(2025, 0, 2)))).toBe(1);
  });
});
