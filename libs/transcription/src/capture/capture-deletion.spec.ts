import { stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CaptureBench } from '../testing/capture-bench.js';
import { opusFrames, pcm16Bytes, tone } from '../testing/device-audio.js';

let bench: CaptureBench;

beforeEach(async () => {
  bench = await CaptureBench.start();
});
afterEach(() => bench.stop());

describe('deletion from a capture log', () => {
  const span = { fromMs: 100, toMs: 200 };

  it.each(['open for writing', 'closed'])(
    'erases the sound of a span and moves nothing else (%s)',
    async (how) => {
      const log = await bench.begin();
      await log.append(1, opusFrames(300));
      if (how === 'closed') await bench.logs.close(log);
      const before = await bench.readAll();
      expect(await bench.logs.countFrames('ada', 's1', span)).toBe(5);
      expect(await bench.logs.erase('ada', 's1', span)).toBe(5);
      expect(await bench.logs.countFrames('ada', 's1', span)).toBe(0);
      const after = await bench.readAll();
      expect(after.map(({ positionMs, durationMs }) => [positionMs, durationMs])).toEqual(
        before.map(({ positionMs, durationMs }) => [positionMs, durationMs]),
      );
      expect(after.filter((frame) => frame.erased).map((frame) => frame.seq)).toEqual([6, 7, 8, 9, 10]);
      expect(after.filter((frame) => !frame.erased).map((frame) => [...frame.payload])).toEqual(
        before.filter((_, n) => n < 5 || n >= 10).map((frame) => [...frame.payload]),
      );
      expect(await bench.logs.erase('ada', 's1', span)).toBe(0);
    },
  );

  it('leaves no copy of the erased bytes on disk', async () => {
    const log = await bench.begin();
    const frames = opusFrames(300);
    await log.append(1, frames);
    await bench.logs.erase('ada', 's1', span);
    await bench.logs.close(log);
    expect(await bench.framesOnDisk(frames)).toEqual([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the log', () => bench.logs.delete('ada', 's1')],
    ['everything of the owner', () => bench.logs.deleteOfOwner('ada')],
  ])('leaves no copy on disk when %s goes', async (_, remove) => {
    const log = await bench.begin();
    const frames = opusFrames(300);
    await log.append(1, frames);
    await bench.logs.close(log);
    await remove();
    expect(await bench.framesOnDisk(frames)).toEqual([]);
  });

  it('leaves no copy on disk of what a dead process had acknowledged, even if nothing is recorded any more', async () => {
    const frames = opusFrames(300);
    await (await bench.begin()).append(1, frames);
    bench.logs = bench.restarted();
    expect(await bench.logs.deleteOfOwner('ada')).toBe(1);
    expect(await bench.framesOnDisk(frames)).toEqual([]);
  });

  it('goes on with frames while and after a span is erased', async () => {
    const log = await bench.begin();
    await log.append(1, opusFrames(300));
    const [, appended] = await Promise.all([
      bench.logs.erase('ada', 's1', span),
      log.append(16, opusFrames(100)),
    ]);
    expect(appended.durableSeq).toBe(20);
    await bench.logs.close(log);
    bench.logs = bench.restarted();
    expect((await bench.readAll()).map((frame) => frame.seq)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
    expect(await bench.logs.describe('ada', 's1')).toMatchObject({ durableSeq: 20, positionMs: 400 });
  });

  it('keeps 16-bit samples apart when the erased part ends inside one', async () => {
    const log = await bench.begin('s1', { codec: 'pcm16', sampleRate: 16_000 });
    const bytes = pcm16Bytes(tone(60));
    await log.append(1, [bytes.subarray(0, 641), bytes.subarray(641, 1_282), bytes.subarray(1_282)]);
    await bench.logs.erase('ada', 's1', { fromMs: 0, toMs: 20 });
    expect((await bench.readAll()).map((frame) => [frame.samples, frame.carriedIn])).toEqual([
      [320, 0],
      [321, 1],
      [319, 0],
    ]);
  });

  it('removes a whole log, twice if asked', async () => {
    await bench.logs.close(await bench.begin());
    await bench.logs.delete('ada', 's1');
    await bench.logs.delete('ada', 's1');
    expect(await bench.logs.describe('ada', 's1')).toBeNull();
    expect(await Array.fromAsync(bench.logs.list())).toEqual([]);
    await vi.waitFor(() => expect(stat(bench.folder())).rejects.toMatchObject({ code: 'ENOENT' }));
  });
});
