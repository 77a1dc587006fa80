import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CaptureBench } from '../testing/capture-bench.js';
import { opusFrames } from '../testing/device-audio.js';
import { listSegments } from './capture-files.js';

let bench: CaptureBench;

beforeEach(async () => {
  bench = await CaptureBench.start();
});
afterEach(() => bench.stop());

describe('a reader of a log that is being written', () => {
  it('gets the newest frames without any file', async () => {
    const log = await bench.begin();
    const cursor = await log.cursor(0);
    const frames = opusFrames(60);
    await log.append(1, frames);
    expect(await listSegments(bench.folder())).toEqual([]);
    expect((await cursor.take(10)).map((frame) => [...frame.payload])).toEqual(
      frames.map((frame) => [...frame]),
    );
  });

  it('gets every frame once and in order, however far it is behind and wherever it began', async () => {
    const log = await bench.begin();
    const cursors = [await log.cursor(0)];
    const seen: number[][] = [[], [], []];
    for (let seq = 1; seq <= 1_000; seq += 50) {
      await log.append(seq, opusFrames(1_000));
      if (seq === 301) cursors.push(await log.cursor(2_000), await log.cursor(6_500));
      for (const [n, cursor] of cursors.entries()) {
        for (const frame of await cursor.take([7, 60, 50][n]!)) seen[n]!.push(frame.seq);
      }
    }
    for (const [n, cursor] of cursors.entries()) {
      for (let frames = await cursor.take(99); frames.length > 0; frames = await cursor.take(99)) {
        for (const frame of frames) seen[n]!.push(frame.seq);
      }
      await cursor.close();
    }
    const from = (first: number) => Array.from({ length: 1_001 - first }, (_, n) => first + n);
    expect(seen).toEqual([from(1), from(101), from(326)]);
  });
});
