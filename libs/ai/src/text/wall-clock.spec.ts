import { expect, it } from 'vitest';
import {
  addDays,
  daysBetween,
  endOfMonth,
  epochMsOf,
  localTimeOf,
  makeDay,
  weekdayOf,
} from './wall-clock.js';

it('knows the wall clock of a zone on both sides of a change of the clocks', () => {
  expect(localTimeOf(Date.parse('2026-03-08T07:59:00Z'), 'America/Chicago')).toEqual({
    day: '2026-03-08',
    hour: 1,
    minute: 59,
  });
  expect(localTimeOf(Date.parse('2026-03-08T08:00:00Z'), 'America/Chicago')).toEqual({
    day: '2026-03-08',
    hour: 3,
    minute: 0,
  });
});

it.each(['America/Chicago', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC'])(
  'finds the instant of a wall clock in %s again',
  (zone) => {
    for (const day of ['2026-01-15', '2026-03-29', '2026-07-01', '2026-10-25', '2026-12-31']) {
      const local = { day, hour: 9, minute: 30 };
      expect(localTimeOf(epochMsOf(local, zone), zone)).toEqual(local);
    }
  },
);

it('moves a time that the clock skips forward', () => {
  expect(
    localTimeOf(epochMsOf({ day: '2026-03-08', hour: 2, minute: 30 }, 'America/Chicago'), 'America/Chicago')
      .hour,
  ).toBe(3);
});

it('takes an unknown zone for UTC', () => {
  expect(localTimeOf(Date.parse('2026-03-08T08:00:00Z'), 'Mars/Olympus')).toEqual({
    day: '2026-03-08',
    hour: 8,
    minute: 0,
  });
});

it('counts days, weekdays and months', () => {
  expect(addDays('2026-02-27', 2)).toBe('2026-03-01');
  expect(daysBetween('2026-03-05', '2026-04-02')).toBe(28);
  expect(weekdayOf('2026-03-02')).toBe(0);
  expect(endOfMonth('2026-02-10')).toBe('2026-02-28');
  expect(endOfMonth('2026-12-10', 1)).toBe('2027-01-31');
  expect(makeDay(2026, 2, 30)).toBeNull();
});
