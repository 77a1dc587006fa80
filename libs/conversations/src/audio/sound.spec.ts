import { describe, expect, it } from 'vitest';
import { sliceBytes } from './sound.js';

async function* chunks(log: string[] = []): AsyncGenerator<Uint8Array> {
  for (const text of ['abc', '', 'defg', 'hi']) {
    log.push(text);
    yield new TextEncoder().encode(text);
  }
}

async function slice(start: number, end: number): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of sliceBytes(chunks(), { start, end })) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('a range of a stream', () => {
  it.each([
    [0, 8, 'abcdefghi'],
    [0, 0, 'a'],
    [2, 3, 'cd'],
    [3, 6, 'defg'],
    [8, 8, 'i'],
    [7, 100, 'hi'],
    [9, 12, ''],
  ])('holds bytes %i to %i', async (start, end, expected) => {
    expect(await slice(start, end)).toBe(expected);
  });

  it('reads no further than its end', async () => {
    const read: string[] = [];
    for await (const _ of sliceBytes(chunks(read), { start: 0, end: 1 })) void _;
    expect(read).toEqual(['abc']);
  });
});
