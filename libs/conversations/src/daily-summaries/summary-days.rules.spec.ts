import { describe, expect, it } from 'vitest';
import { boundsOf, daysFrom, dueMsOf, lastDueDate } from './summary-days.rules.js';

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString();
const HOUR_MS = 3_600_000;

describe('the day that an owner’s hour sums up', () => {
  it('is the one that is ending from noon on, and the one that is over before', () => {
    const timeZone = 'Europe/Berlin';
    expect(iso(dueMsOf('2026-03-05', { hour: 22, timeZone }))).toBe('2026-03-05T21:00:00.000Z');
    expect(iso(dueMsOf('2026-03-05', { hour: 12, timeZone }))).toBe('2026-03-05T11:00:00.000Z');
    expect(iso(dueMsOf('2026-03-05', { hour: 11, timeZone }))).toBe('2026-03-06T10:00:00.000Z');
    expect(iso(dueMsOf('2026-03-05', { hour: 0, timeZone }))).toBe('2026-03-05T23:00:00.000Z');
  });

  it('is known at every moment', () => {
    const time = { hour: 22, timeZone: 'Europe/Berlin' };
    expect(lastDueDate(at('2026-03-05T20:59:59Z'), time)).toBe('2026-03-04');
    expect(lastDueDate(at('2026-03-05T21:00:00Z'), time)).toBe('2026-03-05');
    expect(lastDueDate(at('2026-03-05T07:00:00Z'), { ...time, hour: 8 })).toBe('2026-03-04');
    expect(lastDueDate(at('2026-03-05T06:59:00Z'), { ...time, hour: 8 })).toBe('2026-03-03');
  });

  it('is a day of its own in zones that are half an hour or three quarters apart from others', () => {
    expect(iso(dueMsOf('2026-03-05', { hour: 22, timeZone: 'Asia/Kolkata' }))).toBe(
      '2026-03-05T16:30:00.000Z',
    );
    expect(iso(dueMsOf('2026-03-05', { hour: 7, timeZone: 'Asia/Kathmandu' }))).toBe(
      '2026-03-06T01:15:00.000Z',
    );
    expect(boundsOf('2026-03-05', 'Asia/Kolkata').from.toISOString()).toBe('2026-03-04T18:30:00.000Z');
  });

  // New York: 2026-03-08 and 2026-11-01; Berlin: 2026-03-29 and 2026-10-25; Lord Howe goes by half an hour: 2026-04-05 and 2026-10-04.
  it.each([
    ['America/New_York', '2026-03-06', '2026-03-10'],
    ['America/New_York', '2026-10-30', '2026-11-03'],
    ['Europe/Berlin', '2026-03-27', '2026-03-31'],
    ['Europe/Berlin', '2026-10-23', '2026-10-27'],
    ['Australia/Lord_Howe', '2026-04-03', '2026-04-07'],
    ['Australia/Lord_Howe', '2026-10-02', '2026-10-06'],
    ['Asia/Kolkata', '2026-03-27', '2026-03-31'],
  ])(
    'comes once for each day when clocks change, whatever the hour: %s, %s to %s',
    (timeZone, first, last) => {
      for (const hour of [0, 1, 2, 3, 8, 12, 22, 23]) {
        const dates: string[] = [];
        // Somebody who looks every quarter of an hour sees each day become due once, in order.
        for (let now = at(`${first}T00:00:00Z`); now < at(`${last}T00:00:00Z`); now += 15 * 60_000) {
          const date = lastDueDate(now, { hour, timeZone });
          if (date !== dates.at(-1)) dates.push(date);
        }
        expect(dates).toEqual(daysFrom(dates[0]!, dates.at(-1)!, 99));
        const dues = dates.map((date) => dueMsOf(date, { hour, timeZone }));
        for (const [index, due] of dues.slice(1).entries()) {
          expect(Math.abs(due - dues[index]! - 24 * HOUR_MS)).toBeLessThanOrEqual(HOUR_MS);
        }
      }
    },
  );

  it('moves an hour that is skipped by the gap', () => {
    expect(iso(dueMsOf('2026-03-28', { hour: 2, timeZone: 'Europe/Berlin' }))).toBe(
      '2026-03-29T01:00:00.000Z',
    );
    expect(iso(dueMsOf('2026-03-07', { hour: 2, timeZone: 'America/New_York' }))).toBe(
      '2026-03-08T07:00:00.000Z',
    );
  });
});

describe('the bounds of a day', () => {
  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-03-05', 24],
  ])('hold all of its hours on the owner’s clock: %s, %i', (date, hours) => {
    const { from, to } = boundsOf(date, 'Europe/Berlin');
    expect(to.getTime() + 1 - from.getTime()).toBe(hours * HOUR_MS);
  });

  it('are left out of long ago', () => {
    expect(daysFrom('2026-01-01', '2026-03-05', 3)).toEqual(['2026-03-03', '2026-03-04', '2026-03-05']);
    expect(daysFrom('2026-03-06', '2026-03-05', 3)).toEqual([]);
  });
});
