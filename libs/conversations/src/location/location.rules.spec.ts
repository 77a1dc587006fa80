import { describe, expect, it } from 'vitest';
import { holdsFor, isOnEarth, isSamePlace } from './location.rules.js';

const place = (latitude: number, longitude: number) => ({ latitude, longitude });
const minutes = (count: number) => count * 60_000;

describe('where a conversation was', () => {
  const talk = { started_at: new Date(minutes(100)), finished_at: new Date(minutes(130)) };
  const noted = (minute: number) => ({ location: place(1, 1), atMs: minutes(minute) });

  it.each([
    ['half an hour before it', 70, true],
    ['longer before it', 69, false],
    ['during it', 115, true],
    ['right after it', 134, true],
    ['on the way home', 140, false],
  ])('is what was said %s: %i', (_, minute, holds) => {
    expect(holdsFor(noted(minute), talk)).toBe(holds);
  });

  it('is on earth', () => {
    expect(isOnEarth(place(-90, 180))).toBe(true);
    expect(isOnEarth(place(91, 0))).toBe(false);
    expect(isOnEarth(place(0, Number.NaN))).toBe(false);
  });

  it('is the same within some fifty metres, also where degrees are narrow and at the date line', () => {
    expect(isSamePlace(place(53.546, 9.966), place(53.5462, 9.9662))).toBe(true);
    expect(isSamePlace(place(53.546, 9.966), place(53.547, 9.966))).toBe(false);
    expect(isSamePlace(place(80, 0), place(80, 0.002))).toBe(true);
    expect(isSamePlace(place(0, 180), place(0, -180))).toBe(true);
  });
});
