import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL, CaptureBench, OPUS } from '../testing/capture-bench.js';
import { opusFrames, pcm16Bytes, tone } from '../testing/device-audio.js';
import { segmentFile } from './capture-files.js';
import { REORDER_WITHIN_MS } from './capture-log.js';

let bench: CaptureBench;

beforeEach(async () => {
  bench = await CaptureBench.start();
});
afterEach(() => bench.stop());

describe('capture log', () => {
  it('gives back the frames with their numbers and places', async () => {
    const log = await bench.begin();
    const frames = opusFrames(100);
    const appended = await log.append(1, frames);
    expect(appended).toMatchObject({ durableSeq: 5, lostFrames: 0 });
    const read = await bench.readAll();
    expect(read.map((frame) => [frame.seq, frame.positionMs, frame.durationMs])).toEqual(
      [1, 2, 3, 4, 5].map((seq) => [seq, (seq - 1) * 20, 20]),
    );
    expect(read.map((frame) => [...frame.payload])).toEqual(frames.map((frame) => [...frame]));
  });

  it('passes over frames that are durable or on their way already', async () => {
    const log = await bench.begin();
    const frames = opusFrames(200);
    const answers = await Promise.all([log.append(1, frames.slice(0, 6)), log.append(4, frames.slice(3))]);
    expect(answers.map((answer) => answer.durableSeq)).toEqual([6, 10]);
    expect(await log.append(1, frames)).toMatchObject({ durableSeq: 10, frames: [] });
    expect((await bench.readAll()).map((frame) => frame.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('records and reports frames that the device skipped, once they were waited for', async () => {
    const log = await bench.begin();
    await log.append(1, opusFrames(40));
    const appended = log.append(6, opusFrames(40));
    await bench.clock.advance(REORDER_WITHIN_MS);
    expect(await appended).toMatchObject({ durableSeq: 7, lostFrames: 3 });
    await bench.logs.close(log);
    expect(await bench.restarted().describe('ada', 's1')).toMatchObject({ durableSeq: 7, lostFrames: 3 });
  });

  it('keeps a number for frames without sound', async () => {
    const log = await bench.begin();
    await log.append(1, [new Uint8Array(0), ...opusFrames(20), new Uint8Array(0)]);
    await bench.logs.close(log);
    expect(await bench.restarted().describe('ada', 's1')).toMatchObject({ durableSeq: 3, positionMs: 20 });
  });

  it('syncs what waits together, at most once per interval', async () => {
    bench.logs = bench.restarted(100);
    const log = await bench.begin();
    await log.append(1, opusFrames(20));
    let durable = 0;
    const waiting = [2, 3, 4].map((seq) => log.append(seq, opusFrames(20)).then(() => (durable += 1)));
    await bench.clock.advance(99);
    expect(durable).toBe(0);
    await bench.clock.advance(1);
    await Promise.all(waiting);
    expect((await bench.readAll()).length).toBe(4);
  });

  it('is found by a new process with everything it said about itself', async () => {
    const log = await bench.begin();
    await log.append(1, opusFrames(500));
    const header = { ownerId: 'ada', sessionId: 's1', language: 'en', device: 'pendant', ...OPUS };
    const [info, ...others] = await Array.fromAsync(bench.restarted().list());
    expect(info).toMatchObject({
      ...header,
      durableSeq: 25,
      positionMs: 500,
      startedAtMs: bench.clock.nowMs(),
    });
    expect(info!.timeline.toWallMs(500)).toBe(bench.clock.nowMs());
    expect(others).toEqual([]);
  });

  it('goes on in a new process where the old one was killed', async () => {
    await (await bench.begin()).append(1, opusFrames(100));
    bench.logs = bench.restarted();
    const log = await bench.logs.reopen('ada', 's1');
    expect([log.durableSeq, log.positionMs]).toEqual([5, 100]);
    await log.append(6, opusFrames(100));
    expect((await bench.readAll()).map((frame) => frame.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('cuts off a torn end, wherever it was torn, and keeps all before it', async () => {
    const log = await bench.begin();
    await log.append(1, opusFrames(100));
    await bench.logs.close(log);
    await bench.logs.onApplicationShutdown();
    const path = segmentFile(bench.folder(), 1);
    const whole = await readFile(path);
    const lastBytes = 24 + (await bench.readAll()).at(-1)!.payload.length;
    for (let cut = 1; cut < lastBytes; cut += 1) {
      await writeFile(path, whole.subarray(0, whole.length - cut));
      bench.logs = bench.restarted();
      const torn = await bench.logs.reopen('ada', 's1');
      expect(torn.durableSeq).toBe(4);
      expect(await torn.append(5, opusFrames(20))).toMatchObject({ durableSeq: 5, lostFrames: 0 });
      expect((await bench.readAll()).map((frame) => frame.seq)).toEqual([1, 2, 3, 4, 5]);
      await bench.logs.onApplicationShutdown();
    }
  });

  it('does not take garbage behind its end for frames', async () => {
    const log = await bench.begin();
    await log.append(1, opusFrames(100));
    await bench.logs.close(log);
    await appendFile(segmentFile(bench.folder(), 1), Buffer.alloc(5_000, 0x5a));
    bench.logs = bench.restarted();
    expect((await bench.logs.reopen('ada', 's1')).durableSeq).toBe(5);
    expect((await bench.readAll()).length).toBe(5);
  });

  it('goes on over many segments with exact positions, also when the last one broke off at its start', async () => {
    const format = { codec: 'pcm16', sampleRate: 48_000 } as const;
    let log = await bench.begin('s1', format);
    const second = pcm16Bytes(tone(1_000, 48_000));
    for (let seq = 1; seq <= 100; seq += 1) await log.append(seq, [second]);
    await bench.logs.close(log);
    expect((await stat(segmentFile(bench.folder(), 3))).size).toBeGreaterThan(0);
    await truncate(segmentFile(bench.folder(), 3), 10);
    bench.logs = bench.restarted();
    log = await bench.logs.reopen('ada', 's1');
    const { durableSeq } = log;
    expect(durableSeq).toBeGreaterThan(80);
    await log.append(durableSeq + 1, [second]);
    const seqs = (await bench.readAll()).map((frame) => [frame.seq, frame.positionMs]);
    expect(seqs).toEqual(Array.from({ length: durableSeq + 1 }, (_, n) => [n + 1, n * 1_000]));
    expect((await bench.readAll({ fromMs: 70_000, toMs: 73_000 })).map((frame) => frame.seq)).toEqual([
      71, 72, 73,
    ]);
  });

  it('has one writer at a time', async () => {
    const log = await bench.begin();
    await expect(bench.logs.reopen('ada', 's1')).rejects.toMatchObject({ code: 'CAPTURE_LOG_IN_USE' });
    await expect(bench.logs.delete('ada', 's1')).rejects.toMatchObject({ code: 'CAPTURE_LOG_IN_USE' });
    await bench.logs.close(log);
    await expect(log.append(1, opusFrames(20))).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
    await expect(bench.begin()).rejects.toMatchObject({ code: 'CAPTURE_LOG_EXISTS' });
  });

  it('makes all that waits durable before it is closed', async () => {
    bench.logs = bench.restarted(100);
    const log = await bench.begin();
    await log.append(1, opusFrames(20));
    const waiting = log.append(2, opusFrames(20));
    await bench.logs.close(log);
    expect(await waiting).toMatchObject({ durableSeq: 2 });
  });

  it('lets a reader follow what becomes durable', async () => {
    const log = await bench.begin();
    const cursor = await log.cursor(0);
    expect(await cursor.take(10)).toEqual([]);
    await log.append(1, opusFrames(60));
    expect((await cursor.take(10)).map((frame) => frame.seq)).toEqual([1, 2, 3]);
    expect(await cursor.take(10)).toEqual([]);
    await log.append(4, opusFrames(20));
    expect((await cursor.take(10)).map((frame) => frame.seq)).toEqual([4]);
    await cursor.close();
  });
});

describe('ownership of capture logs', () => {
  it('reads another owner’s session as absent', async () => {
    await (await bench.begin()).append(1, opusFrames(100));
    expect(await bench.logs.describe('eve', 's1')).toBeNull();
    await expect(Array.fromAsync(bench.logs.read('eve', 's1'))).rejects.toMatchObject({
      code: 'CAPTURE_LOG_MISSING',
    });
    await expect(bench.logs.reopen('eve', 's1')).rejects.toMatchObject({ code: 'CAPTURE_LOG_MISSING' });
    expect(await bench.logs.erase('eve', 's1', ALL)).toBe(0);
    await bench.logs.delete('eve', 's1');
    expect((await bench.readAll()).length).toBe(5);
  });

  it('keeps ids that look like paths inside its folder', async () => {
    const ids = ['../../outside', '/etc/passwd', 'a\0b', '.', 'x'.repeat(4_000)];
    for (const id of ids) await (await bench.begin(id, OPUS, id)).append(1, opusFrames(20));
    const found = await Array.fromAsync(bench.logs.list());
    expect(found.map((info) => info.sessionId).sort()).toEqual([...ids].sort());
  });
});
