import { describe, expect, it } from 'vitest';
import { UnwrittenRecords } from './unwritten-records.js';

const bytesOf = (from: number, count: number) =>
  Buffer.from(Array.from({ length: count }, (_, index) => (from + index) % 251));

describe('records that wait for their file', () => {
  it('come out end to end in the order in which they went in', () => {
    const unwritten = new UnwrittenRecords();
    const parts = [bytesOf(0, 3_000), bytesOf(3_000, 7_000), bytesOf(10_000, 1), bytesOf(10_001, 40_000)];
    for (const part of parts) unwritten.add(part);
    expect(unwritten.bytes).toBe(50_001);
    expect(unwritten.all().equals(Buffer.concat(parts))).toBe(true);
  });

  it('stay as they were for the one who writes them while more come', () => {
    const unwritten = new UnwrittenRecords();
    unwritten.add(bytesOf(0, 8_000));
    const beingWritten = unwritten.all();
    const asTheyWere = Buffer.from(beingWritten);
    unwritten.add(bytesOf(8_000, 100));
    unwritten.add(bytesOf(8_100, 100_000));
    expect(beingWritten.equals(asTheyWere)).toBe(true);
  });

  it('leave what came meanwhile when the first of them are written', () => {
    const unwritten = new UnwrittenRecords();
    unwritten.add(bytesOf(0, 8_000));
    const { length } = unwritten.all();
    unwritten.add(bytesOf(8_000, 500));
    unwritten.written(length);
    expect(unwritten.all().equals(bytesOf(8_000, 500))).toBe(true);
    unwritten.add(bytesOf(8_500, 10));
    expect(unwritten.all().equals(bytesOf(8_000, 510))).toBe(true);
  });
});
