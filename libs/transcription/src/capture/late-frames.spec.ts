import { rm, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CaptureBench } from '../testing/capture-bench.js';
import { opusFrames } from '../testing/device-audio.js';
import { REORDER_WITHIN_MS } from './capture-log.js';
import { journalFile } from './journal/journal-files.js';

let bench: CaptureBench;

beforeEach(async () => {
  bench = await CaptureBench.start();
});
afterEach(() => bench.stop());

describe('late frames', () => {
  const frames = opusFrames(200);

  it('are merged by number, and what lies behind them is not acknowledged before', async () => {
    const log = await bench.begin();
    await log.append(1, frames.slice(0, 2));
    let acknowledged = 0;
    const late = [log.append(9, frames.slice(8)), log.append(5, frames.slice(4, 8))].map((append) =>
      append.finally(() => (acknowledged += 1)),
    );
    await bench.clock.advance(REORDER_WITHIN_MS - 1);
    expect([acknowledged, log.durableSeq]).toEqual([0, 2]);
    expect(await log.append(3, frames.slice(2, 4))).toMatchObject({ lostFrames: 0 });
    expect((await Promise.all(late)).map(({ durableSeq, lostFrames }) => [durableSeq, lostFrames])).toEqual([
      [10, 0],
      [8, 0],
    ]);
    expect((await bench.readAll()).map((frame) => [...frame.payload])).toEqual(
      frames.map((frame) => [...frame]),
    );
  });

  it('are given up after a while, one gap after the other, and passed over when they come at last', async () => {
    const log = await bench.begin();
    const first = log.append(3, frames.slice(2, 4));
    await bench.clock.advance(REORDER_WITHIN_MS / 2);
    const second = log.append(7, frames.slice(6, 8));
    await bench.clock.advance(REORDER_WITHIN_MS / 2);
    expect(await first).toMatchObject({ durableSeq: 4, lostFrames: 2 });
    expect(await log.append(1, frames.slice(0, 2))).toMatchObject({ durableSeq: 4, frames: [] });
    await bench.clock.advance(REORDER_WITHIN_MS / 2);
    expect(await second).toMatchObject({ durableSeq: 8, lostFrames: 2 });
    expect((await bench.readAll()).map((frame) => frame.seq)).toEqual([3, 4, 7, 8]);
  });

  it('are not waited for when the session ends', async () => {
    const log = await bench.begin();
    const appended = log.append(3, frames.slice(2));
    await bench.logs.close(log);
    expect(await appended).toMatchObject({ durableSeq: 10, lostFrames: 2 });
  });

  it('are not lost when it was the server that refused them: what lies behind is refused until they come again', async () => {
    const log = await bench.begin();
    await symlink('/dev/full', journalFile(bench.journal(), 1));
    await expect(log.append(1, frames.slice(0, 2))).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await rm(journalFile(bench.journal(), 1));
    const behind = log.append(3, frames.slice(2, 4));
    const refused = expect(behind).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await bench.clock.advance(REORDER_WITHIN_MS);
    await refused;
    expect(await log.append(1, frames)).toMatchObject({ durableSeq: 10, lostFrames: 0 });
  });
});
