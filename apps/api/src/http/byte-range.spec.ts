import { describe, expect, it } from 'vitest';
import { RangeNotSatisfiable, rangeOf } from './byte-range.js';

describe('the Range header', () => {
  it('means all of it when it is absent, has another unit, several ranges or is turned around', () => {
    for (const header of [undefined, 'items=0-5', 'bytes=0-1,4-5', 'bytes=-', 'bytes=9-3', 'nonsense']) {
      expect(rangeOf(header, 100)).toBeUndefined();
    }
  });

  it('gives the first and the last byte, cut at the end of the content', () => {
    expect(rangeOf('bytes=0-9', 100)).toEqual({ start: 0, end: 9 });
    expect(rangeOf('bytes=90-', 100)).toEqual({ start: 90, end: 99 });
    expect(rangeOf('bytes=90-500', 100)).toEqual({ start: 90, end: 99 });
  });

  it('counts a range without a beginning from the end', () => {
    expect(rangeOf('bytes=-10', 100)).toEqual({ start: 90, end: 99 });
    expect(rangeOf('bytes=-500', 100)).toEqual({ start: 0, end: 99 });
  });

  it('refuses a range that begins behind the end', () => {
    expect(() => rangeOf('bytes=100-', 100)).toThrow(RangeNotSatisfiable);
    expect(() => rangeOf('bytes=0-', 0)).toThrow(RangeNotSatisfiable);
  });
});
