import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL, CaptureBench } from '../testing/capture-bench.js';
import { opusFrames, pcm16Bytes, tone } from '../testing/device-audio.js';
import { segmentFile } from './capture-files.js';
import { journalFile } from './journal/journal-files.js';

let bench: CaptureBench;

beforeEach(async () => {
  bench = await CaptureBench.start();
});
afterEach(() => bench.stop());

describe('a log that was damaged', () => {
  it('keeps no other log from being found', async () => {
    for (const id of ['s1', 's2']) await (await bench.begin(id)).append(1, opusFrames(20));
    await writeFile(join(bench.folder('s1'), 'session.json'), '{');
    expect((await Array.fromAsync(bench.restarted().list())).map((info) => info.sessionId)).toEqual(['s2']);
  });

  it('loses only what lies behind the damage in that segment, and nothing that comes later', async () => {
    const format = { codec: 'pcm16', sampleRate: 48_000 } as const;
    const log = await bench.begin('s1', format);
    for (let seq = 1; seq <= 60; seq += 1) await log.append(seq, [pcm16Bytes(tone(1_000, 48_000))]);
    await bench.logs.close(log);
    const path = segmentFile(bench.folder(), 1);
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 0xff;
    await writeFile(path, bytes);
    const seqs = (await bench.readAll(ALL, bench.restarted())).map((frame) => [frame.seq, frame.positionMs]);
    expect(seqs.length).toBeGreaterThan(30);
    expect(seqs.every(([seq, positionMs]) => positionMs === (seq! - 1) * 1_000)).toBe(true);
    expect(seqs.at(-1)).toEqual([60, 59_000]);
  });
});

describe('a disk that is full', () => {
  it('refuses with a clear error, acknowledges nothing, and takes frames again when there is room', async () => {
    const log = await bench.begin();
    await symlink('/dev/full', journalFile(bench.journal(), 1));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(log.append(1, opusFrames(100))).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'STORAGE_FULL',
        retryAfterMs: expect.any(Number),
      });
    }
    expect([log.durableSeq, log.positionMs, log.pendingBytes]).toEqual([0, 0, 0]);
    await rm(journalFile(bench.journal(), 1));
    expect(await log.append(1, opusFrames(100))).toMatchObject({ durableSeq: 5 });
    expect((await bench.readAll()).length).toBe(5);
  });

  it('keeps what was acknowledged while the log’s own files cannot be written', async () => {
    const log = await bench.begin();
    await log.append(1, opusFrames(100));
    await symlink('/dev/full', segmentFile(bench.folder(), 1));
    await expect(bench.logs.close(log)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await expect(bench.logs.reopen('ada', 's1')).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect((await bench.readAll()).length).toBe(5);
    await rm(segmentFile(bench.folder(), 1));
    const again = await bench.logs.reopen('ada', 's1');
    expect(await again.append(6, opusFrames(100))).toMatchObject({ durableSeq: 10, lostFrames: 0 });
    await bench.logs.close(again);
    expect((await bench.readAll()).length).toBe(10);
  });

  it('refuses a new session when its header cannot be written', async () => {
    await mkdir(bench.folder(), { recursive: true });
    await symlink('/dev/full', join(bench.folder(), 'session.json.tmp'));
    await expect(bench.begin()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await bench.logs.describe('ada', 's1')).toBeNull();
    expect((await bench.begin()).durableSeq).toBe(0);
  });
});
