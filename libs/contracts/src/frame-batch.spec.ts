import { describe, expect, it } from 'vitest';
import { packFrames, unpackFrames } from './frame-batch.js';
import { MAX_BATCH_FRAMES } from './listen-wire.js';

const codeOf = (packed: unknown): string => {
  try {
    unpackFrames(packed);
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('frame batch', () => {
  it('gives back the frames that were packed, empty ones included', () => {
    const frames = [Uint8Array.of(1, 2, 3), Uint8Array.of(), Uint8Array.of(255)];
    expect(unpackFrames(packFrames(frames)).map((frame) => [...frame])).toEqual([[1, 2, 3], [], [255]]);
  });

  it('reads a batch that is a view into a larger buffer', () => {
    const packed = packFrames([Uint8Array.of(7, 8)]);
    const larger = new Uint8Array(packed.length + 10);
    larger.set(packed, 5);
    expect([...unpackFrames(larger.subarray(5, 5 + packed.length))[0]!]).toEqual([7, 8]);
  });

  it('refuses text where bytes belong', () => {
    expect(codeOf('hello')).toBe('BATCH_NOT_BINARY');
  });

  it('refuses a batch that ends inside a frame or inside a length', () => {
    const packed = packFrames([Uint8Array.of(1, 2, 3)]);
    expect(codeOf(packed.subarray(0, 5))).toBe('BATCH_MALFORMED');
    expect(codeOf(packed.subarray(0, 2))).toBe('BATCH_MALFORMED');
  });

  it('refuses a frame of ten megabytes and names the limit', () => {
    expect(codeOf(packFrames([new Uint8Array(10_000_000)]))).toBe('FRAME_TOO_LARGE');
  });

  it('refuses more frames than a batch may hold', () => {
    expect(codeOf(packFrames(Array.from({ length: MAX_BATCH_FRAMES + 1 }, () => Uint8Array.of(1))))).toBe(
      'BATCH_TOO_LONG',
    );
  });
});
