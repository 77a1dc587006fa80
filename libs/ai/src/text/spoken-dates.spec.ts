import { describe, expect, it } from 'vitest';
import { findDates } from './spoken-dates.js';

/** Thursday, 5 March 2026, ten in the morning in Chicago. */
const reference = { startedAtMs: Date.parse('2026-03-05T10:00:00-06:00'), timeZone: 'America/Chicago' };

/** Each mention as `relation day time`, without what is missing; `?` marks an hour of which the half of the day was guessed. */
function heard(text: string): string[] {
  return findDates(text, reference).map(({ relation, day, clock, part, precision }) => {
    const time = clock && `${clock.hour}:${String(clock.minute).padStart(2, '0')}${clock.certain ? '' : '?'}`;
    const shown = [relation, day, time ?? part, precision === 'day' ? '' : precision];
    return shown.filter(Boolean).join(' ');
  });
}

describe('spoken days', () => {
  it.each([
    ['Monday the thirtieth of March', ['2026-03-30']],
    ['send it by Wednesday?', ['by 2026-03-11']],
    ['tomorrow and ask', ['2026-03-06']],
    ['the day after tomorrow', ['2026-03-07']],
    ['done on the eighteenth.', ['on 2026-03-18']],
    ['before the end of the month', ['before 2026-03-31']],
    ['by the end of next week', ['by 2026-03-13']],
    ['in two weeks', ['in 2026-03-19']],
    ['three days ago', ['2026-03-02']],
    ['two weeks from Friday', ['2026-03-20']],
    ['Wednesday of next week', ['2026-03-11']],
    ['on the second of May', ['on 2026-05-02']],
    ['See you May 3rd', ['2026-05-03']],
    ['on 12 March', ['on 2026-03-12']],
    ['Tuesday, March 24th', ['2026-03-24']],
    // As a recognizer mishears them.
    ['on Saturday, but twenty-eighth at noon', ['on 2026-03-28 12:00']],
    ['Friday, the twenty, in the hall', ['2026-03-20']],
    ['Tuesday the twenty four that suits', ['2026-03-24']],
    ['on Friday twelve people come', ['on 2026-03-06']],
    ['on Monday her fifth lesson', ['on 2026-03-09']],
    ['due on 2026-04-01', ['on 2026-04-01']],
    ['by 3/12', ['by 2026-03-12']],
    ['to-morrow', ['2026-03-06']],
    ['last Monday', ['2026-03-02']],
    ['Tuesday in a fortnight', ['2026-03-24']],
    ['Friday fortnight', ['2026-03-20']],
    ['Tuesday week', ['2026-03-17']],
    ["about tomorrow's viewing", ['about 2026-03-06']],
    ["Friday's meeting", ['2026-03-06']],
  ])('reads "%s"', (text, expected) => expect(heard(text)).toEqual(expected));

  it('takes a weekday and a number for one day only when they agree', () => {
    expect(heard('Thursday the twelfth')).toEqual(['2026-03-12']);
    expect(findDates('Monday the twelfth of March', reference)[0]?.day).toBeNull();
  });

  it('takes the same day said twice for one mention', () => {
    expect(heard("Let's meet a week from today, Thursday the twelfth, at three in the afternoon.")).toEqual([
      '2026-03-12 15:00',
    ]);
  });

  it('tells a whole week or month from a day', () => {
    expect(heard('In August he moves')).toEqual(['in 2026-08-31 month']);
    expect(heard('next week')).toEqual(['2026-03-15 week']);
  });

  it.each([
    'the second half',
    'the first time',
    'I may go',
    'we march on',
    'every Monday',
    'two hundred and eighty dollars',
    'four four one seven',
    'one hundred and forty-five over ninety-five',
  ])('finds no date in "%s"', (text) => expect(heard(text)).toEqual([]));
});

describe('spoken times', () => {
  it.each([
    ['Wednesday at a quarter past four', ['2026-03-11 16:15?']],
    ['Friday the twentieth at ten to seven in the evening', ['2026-03-20 18:50']],
    ['Friday the 20th at 10 to 7 in the evening', ['2026-03-20 18:50']],
    ['A quarter to eight on Tuesday the twenty-fourth', ['2026-03-24 7:45?']],
    ['Friday at half-past ten', ['2026-03-06 10:30?']],
    ['Thursday evening', ['2026-03-12 evening']],
    ['half past one in the afternoon', ['13:30']],
    ['at 3:30 PM', ['at 15:30']],
    ['at ten thirty a.m. on Friday the 27th', ['at 2026-03-27 10:30']],
    ["at seven o'clock", ['at 7:00?']],
    ['around noon', ['around 12:00']],
    ['at six forty five', ['at 18:45?']],
    ['twenty to eight', ['7:40?']],
    ['between eight and noon', ['8:00?']],
    ['until ten', ['until 10:00?']],
    ['but not at nine', ['not 9:00?']],
  ])('reads "%s"', (text, expected) => expect(heard(text)).toEqual(expected));

  it.each(['at five percent', 'at four locations', 'for three people', 'it costs 3.50'])(
    'finds no time in "%s"',
    (text) => expect(heard(text)).toEqual([]),
  );
});

it('counts from the day on the owner’s wall, not in Greenwich', () => {
  const lateEvening = { startedAtMs: Date.parse('2026-03-06T03:30:00Z'), timeZone: 'America/Chicago' };
  expect(findDates('tomorrow', lateEvening)[0]?.day).toBe('2026-03-06');
});

it('reads an hour of talk in well under a second', () => {
  const text = 'Let us meet on Thursday the twelfth at half past nine, or a week from Friday. '.repeat(800);
  const startedMs = performance.now();
  expect(findDates(text, reference).length).toBe(1_600);
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});
