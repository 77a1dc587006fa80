import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import type { AudioFormat } from '../codecs/audio-format.js';
import { opusFrames, pcm16Bytes, tone } from '../testing/device-audio.js';
import { journalFolder, listSegments, segmentFile, sessionFolder } from './capture-files.js';
import { REORDER_WITHIN_MS } from './capture-log.js';
import { CaptureLogs } from './capture-logs.js';
import type { CapturedFrame } from './capture-state.js';
import { journalFile } from './journal/journal-files.js';

const OPUS: AudioFormat = { codec: 'opus', sampleRate: 16_000 };
const ALL = { fromMs: 0, toMs: Infinity };

let dataDir: string;
let clock: ManualClock;
let logs: CaptureLogs;
let processes: CaptureLogs[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mneme-capture-'));
  clock = new ManualClock();
  processes = [];
  logs = restarted();
});
afterEach(async () => {
  for (const process of processes) await process.onApplicationShutdown();
  await rm(dataDir, { recursive: true, force: true });
});

/** What a new process sees of the same folder. */
function restarted(groupCommitMs = 0): CaptureLogs {
  const process = new CaptureLogs({ dataDir, groupCommitMs }, clock);
  processes.push(process);
  return process;
}

function begin(sessionId = 's1', format = OPUS, ownerId = 'ada') {
  return logs.create({ ownerId, sessionId, ...format, language: 'en', device: 'pendant' });
}

function folder(sessionId = 's1', ownerId = 'ada'): string {
  return sessionFolder(join(dataDir, 'capture'), ownerId, sessionId);
}

function journal(): string {
  return journalFolder(join(dataDir, 'capture'));
}

/** Which of the frames lie anywhere in the data folder. */
async function framesOnDisk(frames: readonly Uint8Array[]): Promise<number[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const bytes = Buffer.concat(await Promise.all(paths.map((path) => readFile(path))));
  return frames.flatMap((frame, index) => (bytes.includes(Buffer.from(frame)) ? [index] : []));
}

function readAll(span = ALL, from = logs): Promise<CapturedFrame[]> {
  return Array.fromAsync(from.read('ada', 's1', span));
}

describe('capture log', () => {
  it('gives back the frames with their numbers and places', async () => {
    const log = await begin();
    const frames = opusFrames(100);
    const appended = await log.append(1, frames);
    expect(appended).toMatchObject({ durableSeq: 5, lostFrames: 0 });
    const read = await readAll();
    expect(read.map((frame) => [frame.seq, frame.positionMs, frame.durationMs])).toEqual(
      [1, 2, 3, 4, 5].map((seq) => [seq, (seq - 1) * 20, 20]),
    );
    expect(read.map((frame) => [...frame.payload])).toEqual(frames.map((frame) => [...frame]));
  });

  it('passes over frames that are durable or on their way already', async () => {
    const log = await begin();
    const frames = opusFrames(200);
    const answers = await Promise.all([log.append(1, frames.slice(0, 6)), log.append(4, frames.slice(3))]);
    expect(answers.map((answer) => answer.durableSeq)).toEqual([6, 10]);
    expect(await log.append(1, frames)).toMatchObject({ durableSeq: 10, frames: [] });
    expect((await readAll()).map((frame) => frame.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('records and reports frames that the device skipped, once they were waited for', async () => {
    const log = await begin();
    await log.append(1, opusFrames(40));
    const appended = log.append(6, opusFrames(40));
    await clock.advance(REORDER_WITHIN_MS);
    expect(await appended).toMatchObject({ durableSeq: 7, lostFrames: 3 });
    await logs.close(log);
    expect(await restarted().describe('ada', 's1')).toMatchObject({ durableSeq: 7, lostFrames: 3 });
  });

  it('keeps a number for frames without sound', async () => {
    const log = await begin();
    await log.append(1, [new Uint8Array(0), ...opusFrames(20), new Uint8Array(0)]);
    await logs.close(log);
    expect(await restarted().describe('ada', 's1')).toMatchObject({ durableSeq: 3, positionMs: 20 });
  });

  it('syncs what waits together, at most once per interval', async () => {
    logs = restarted(100);
    const log = await begin();
    await log.append(1, opusFrames(20));
    let durable = 0;
    const waiting = [2, 3, 4].map((seq) => log.append(seq, opusFrames(20)).then(() => (durable += 1)));
    await clock.advance(99);
    expect(durable).toBe(0);
    await clock.advance(1);
    await Promise.all(waiting);
    expect((await readAll()).length).toBe(4);
  });

  it('is found by a new process with everything it said about itself', async () => {
    const log = await begin();
    await log.append(1, opusFrames(500));
    const header = { ownerId: 'ada', sessionId: 's1', language: 'en', device: 'pendant', ...OPUS };
    const [info, ...others] = await Array.fromAsync(restarted().list());
    expect(info).toMatchObject({ ...header, durableSeq: 25, positionMs: 500, startedAtMs: clock.nowMs() });
    expect(info!.timeline.toWallMs(500)).toBe(clock.nowMs());
    expect(others).toEqual([]);
  });

  it('goes on in a new process where the old one was killed', async () => {
    await (await begin()).append(1, opusFrames(100));
    logs = restarted();
    const log = await logs.reopen('ada', 's1');
    expect([log.durableSeq, log.positionMs]).toEqual([5, 100]);
    await log.append(6, opusFrames(100));
    expect((await readAll()).map((frame) => frame.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('cuts off a torn end, wherever it was torn, and keeps all before it', async () => {
    const log = await begin();
    await log.append(1, opusFrames(100));
    await logs.close(log);
    await logs.onApplicationShutdown();
    const path = segmentFile(folder(), 1);
    const whole = await readFile(path);
    const lastBytes = 24 + (await readAll()).at(-1)!.payload.length;
    for (let cut = 1; cut < lastBytes; cut += 1) {
      await writeFile(path, whole.subarray(0, whole.length - cut));
      logs = restarted();
      const torn = await logs.reopen('ada', 's1');
      expect(torn.durableSeq).toBe(4);
      expect(await torn.append(5, opusFrames(20))).toMatchObject({ durableSeq: 5, lostFrames: 0 });
      expect((await readAll()).map((frame) => frame.seq)).toEqual([1, 2, 3, 4, 5]);
      await logs.onApplicationShutdown();
    }
  });

  it('does not take garbage behind its end for frames', async () => {
    const log = await begin();
    await log.append(1, opusFrames(100));
    await logs.close(log);
    await appendFile(segmentFile(folder(), 1), Buffer.alloc(5_000, 0x5a));
    logs = restarted();
    expect((await logs.reopen('ada', 's1')).durableSeq).toBe(5);
    expect((await readAll()).length).toBe(5);
  });

  it('goes on over many segments with exact positions, also when the last one broke off at its start', async () => {
    const format = { codec: 'pcm16', sampleRate: 48_000 } as const;
    let log = await begin('s1', format);
    const second = pcm16Bytes(tone(1_000, 48_000));
    for (let seq = 1; seq <= 100; seq += 1) await log.append(seq, [second]);
    await logs.close(log);
    expect((await stat(segmentFile(folder(), 3))).size).toBeGreaterThan(0);
    await truncate(segmentFile(folder(), 3), 10);
    logs = restarted();
    log = await logs.reopen('ada', 's1');
    const { durableSeq } = log;
    expect(durableSeq).toBeGreaterThan(80);
    await log.append(durableSeq + 1, [second]);
    const seqs = (await readAll()).map((frame) => [frame.seq, frame.positionMs]);
    expect(seqs).toEqual(Array.from({ length: durableSeq + 1 }, (_, n) => [n + 1, n * 1_000]));
    expect((await readAll({ fromMs: 70_000, toMs: 73_000 })).map((frame) => frame.seq)).toEqual([71, 72, 73]);
  });

  it('has one writer at a time', async () => {
    const log = await begin();
    await expect(logs.reopen('ada', 's1')).rejects.toMatchObject({ code: 'CAPTURE_LOG_IN_USE' });
    await expect(logs.delete('ada', 's1')).rejects.toMatchObject({ code: 'CAPTURE_LOG_IN_USE' });
    await logs.close(log);
    await expect(log.append(1, opusFrames(20))).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
    await expect(begin()).rejects.toMatchObject({ code: 'CAPTURE_LOG_EXISTS' });
  });

  it('makes all that waits durable before it is closed', async () => {
    logs = restarted(100);
    const log = await begin();
    await log.append(1, opusFrames(20));
    const waiting = log.append(2, opusFrames(20));
    await logs.close(log);
    expect(await waiting).toMatchObject({ durableSeq: 2 });
  });

  it('lets a reader follow what becomes durable', async () => {
    const log = await begin();
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

describe('late frames', () => {
  const frames = opusFrames(200);

  it('are merged by number, and what lies behind them is not acknowledged before', async () => {
    const log = await begin();
    await log.append(1, frames.slice(0, 2));
    let acknowledged = 0;
    const late = [log.append(9, frames.slice(8)), log.append(5, frames.slice(4, 8))].map((append) =>
      append.finally(() => (acknowledged += 1)),
    );
    await clock.advance(REORDER_WITHIN_MS - 1);
    expect([acknowledged, log.durableSeq]).toEqual([0, 2]);
    expect(await log.append(3, frames.slice(2, 4))).toMatchObject({ lostFrames: 0 });
    expect((await Promise.all(late)).map(({ durableSeq, lostFrames }) => [durableSeq, lostFrames])).toEqual([
      [10, 0],
      [8, 0],
    ]);
    expect((await readAll()).map((frame) => [...frame.payload])).toEqual(frames.map((frame) => [...frame]));
  });

  it('are given up after a while, one gap after the other, and passed over when they come at last', async () => {
    const log = await begin();
    const first = log.append(3, frames.slice(2, 4));
    await clock.advance(REORDER_WITHIN_MS / 2);
    const second = log.append(7, frames.slice(6, 8));
    await clock.advance(REORDER_WITHIN_MS / 2);
    expect(await first).toMatchObject({ durableSeq: 4, lostFrames: 2 });
    expect(await log.append(1, frames.slice(0, 2))).toMatchObject({ durableSeq: 4, frames: [] });
    await clock.advance(REORDER_WITHIN_MS / 2);
    expect(await second).toMatchObject({ durableSeq: 8, lostFrames: 2 });
    expect((await readAll()).map((frame) => frame.seq)).toEqual([3, 4, 7, 8]);
  });

  it('are not waited for when the session ends', async () => {
    const log = await begin();
    const appended = log.append(3, frames.slice(2));
    await logs.close(log);
    expect(await appended).toMatchObject({ durableSeq: 10, lostFrames: 2 });
  });

  it('are not lost when it was the server that refused them: what lies behind is refused until they come again', async () => {
    const log = await begin();
    await symlink('/dev/full', journalFile(journal(), 1));
    await expect(log.append(1, frames.slice(0, 2))).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await rm(journalFile(journal(), 1));
    const behind = log.append(3, frames.slice(2, 4));
    const refused = expect(behind).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await clock.advance(REORDER_WITHIN_MS);
    await refused;
    expect(await log.append(1, frames)).toMatchObject({ durableSeq: 10, lostFrames: 0 });
  });
});

describe('a reader of a log that is being written', () => {
  it('gets the newest frames without any file', async () => {
    const log = await begin();
    const cursor = await log.cursor(0);
    const frames = opusFrames(60);
    await log.append(1, frames);
    expect(await listSegments(folder())).toEqual([]);
    expect((await cursor.take(10)).map((frame) => [...frame.payload])).toEqual(
      frames.map((frame) => [...frame]),
    );
  });

  it('gets every frame once and in order, however far it is behind and wherever it began', async () => {
    const log = await begin();
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

describe('a log that was damaged', () => {
  it('keeps no other log from being found', async () => {
    for (const id of ['s1', 's2']) await (await begin(id)).append(1, opusFrames(20));
    await writeFile(join(folder('s1'), 'session.json'), '{');
    expect((await Array.fromAsync(restarted().list())).map((info) => info.sessionId)).toEqual(['s2']);
  });

  it('loses only what lies behind the damage in that segment, and nothing that comes later', async () => {
    const format = { codec: 'pcm16', sampleRate: 48_000 } as const;
    const log = await begin('s1', format);
    for (let seq = 1; seq <= 60; seq += 1) await log.append(seq, [pcm16Bytes(tone(1_000, 48_000))]);
    await logs.close(log);
    const path = segmentFile(folder(), 1);
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 0xff;
    await writeFile(path, bytes);
    const seqs = (await readAll(ALL, restarted())).map((frame) => [frame.seq, frame.positionMs]);
    expect(seqs.length).toBeGreaterThan(30);
    expect(seqs.every(([seq, positionMs]) => positionMs === (seq! - 1) * 1_000)).toBe(true);
    expect(seqs.at(-1)).toEqual([60, 59_000]);
  });
});

describe('a disk that is full', () => {
  it('refuses with a clear error, acknowledges nothing, and takes frames again when there is room', async () => {
    const log = await begin();
    await symlink('/dev/full', journalFile(journal(), 1));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(log.append(1, opusFrames(100))).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'STORAGE_FULL',
        retryAfterMs: expect.any(Number),
      });
    }
    expect([log.durableSeq, log.positionMs, log.pendingBytes]).toEqual([0, 0, 0]);
    await rm(journalFile(journal(), 1));
    expect(await log.append(1, opusFrames(100))).toMatchObject({ durableSeq: 5 });
    expect((await readAll()).length).toBe(5);
  });

  it('keeps what was acknowledged while the log’s own files cannot be written', async () => {
    const log = await begin();
    await log.append(1, opusFrames(100));
    await symlink('/dev/full', segmentFile(folder(), 1));
    await expect(logs.close(log)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    await expect(logs.reopen('ada', 's1')).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect((await readAll()).length).toBe(5);
    await rm(segmentFile(folder(), 1));
    const again = await logs.reopen('ada', 's1');
    expect(await again.append(6, opusFrames(100))).toMatchObject({ durableSeq: 10, lostFrames: 0 });
    await logs.close(again);
    expect((await readAll()).length).toBe(10);
  });

  it('refuses a new session when its header cannot be written', async () => {
    await mkdir(folder(), { recursive: true });
    await symlink('/dev/full', join(folder(), 'session.json.tmp'));
    await expect(begin()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await logs.describe('ada', 's1')).toBeNull();
    expect((await begin()).durableSeq).toBe(0);
  });
});

describe('ownership of capture logs', () => {
  it('reads another owner’s session as absent', async () => {
    await (await begin()).append(1, opusFrames(100));
    expect(await logs.describe('eve', 's1')).toBeNull();
    await expect(Array.fromAsync(logs.read('eve', 's1'))).rejects.toMatchObject({
      code: 'CAPTURE_LOG_MISSING',
    });
    await expect(logs.reopen('eve', 's1')).rejects.toMatchObject({ code: 'CAPTURE_LOG_MISSING' });
    expect(await logs.erase('eve', 's1', ALL)).toBe(0);
    await logs.delete('eve', 's1');
    expect((await readAll()).length).toBe(5);
  });

  it('keeps ids that look like paths inside its folder', async () => {
    const ids = ['../../outside', '/etc/passwd', 'a\0b', '.', 'x'.repeat(4_000)];
    for (const id of ids) await (await begin(id, OPUS, id)).append(1, opusFrames(20));
    const found = await Array.fromAsync(logs.list());
    expect(found.map((info) => info.sessionId).sort()).toEqual([...ids].sort());
  });
});

describe('deletion from a capture log', () => {
  const span = { fromMs: 100, toMs: 200 };

  it.each(['open for writing', 'closed'])(
    'erases the sound of a span and moves nothing else (%s)',
    async (how) => {
      const log = await begin();
      await log.append(1, opusFrames(300));
      if (how === 'closed') await logs.close(log);
      const before = await readAll();
      expect(await logs.countFrames('ada', 's1', span)).toBe(5);
      expect(await logs.erase('ada', 's1', span)).toBe(5);
      expect(await logs.countFrames('ada', 's1', span)).toBe(0);
      const after = await readAll();
      expect(after.map(({ positionMs, durationMs }) => [positionMs, durationMs])).toEqual(
        before.map(({ positionMs, durationMs }) => [positionMs, durationMs]),
      );
      expect(after.filter((frame) => frame.erased).map((frame) => frame.seq)).toEqual([6, 7, 8, 9, 10]);
      expect(after.filter((frame) => !frame.erased).map((frame) => [...frame.payload])).toEqual(
        before.filter((_, n) => n < 5 || n >= 10).map((frame) => [...frame.payload]),
      );
      expect(await logs.erase('ada', 's1', span)).toBe(0);
    },
  );

  it('leaves no copy of the erased bytes on disk', async () => {
    const log = await begin();
    const frames = opusFrames(300);
    await log.append(1, frames);
    await logs.erase('ada', 's1', span);
    await logs.close(log);
    expect(await framesOnDisk(frames)).toEqual([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the log', () => logs.delete('ada', 's1')],
    ['everything of the owner', () => logs.deleteOfOwner('ada')],
  ])('leaves no copy on disk when %s goes', async (_, remove) => {
    const log = await begin();
    const frames = opusFrames(300);
    await log.append(1, frames);
    await logs.close(log);
    await remove();
    expect(await framesOnDisk(frames)).toEqual([]);
  });

  it('leaves no copy on disk of what a dead process had acknowledged, even if nothing is recorded any more', async () => {
    const frames = opusFrames(300);
    await (await begin()).append(1, frames);
    logs = restarted();
    expect(await logs.deleteOfOwner('ada')).toBe(1);
    expect(await framesOnDisk(frames)).toEqual([]);
  });

  it('goes on with frames while and after a span is erased', async () => {
    const log = await begin();
    await log.append(1, opusFrames(300));
    const [, appended] = await Promise.all([logs.erase('ada', 's1', span), log.append(16, opusFrames(100))]);
    expect(appended.durableSeq).toBe(20);
    await logs.close(log);
    logs = restarted();
    expect((await readAll()).map((frame) => frame.seq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(await logs.describe('ada', 's1')).toMatchObject({ durableSeq: 20, positionMs: 400 });
  });

  it('keeps 16-bit samples apart when the erased part ends inside one', async () => {
    const log = await begin('s1', { codec: 'pcm16', sampleRate: 16_000 });
    const bytes = pcm16Bytes(tone(60));
    await log.append(1, [bytes.subarray(0, 641), bytes.subarray(641, 1_282), bytes.subarray(1_282)]);
    await logs.erase('ada', 's1', { fromMs: 0, toMs: 20 });
    expect((await readAll()).map((frame) => [frame.samples, frame.carriedIn])).toEqual([
      [320, 0],
      [321, 1],
      [319, 0],
    ]);
  });

  it('removes a whole log, twice if asked', async () => {
    await logs.close(await begin());
    await logs.delete('ada', 's1');
    await logs.delete('ada', 's1');
    expect(await logs.describe('ada', 's1')).toBeNull();
    expect(await Array.fromAsync(logs.list())).toEqual([]);
    await vi.waitFor(() => expect(stat(folder())).rejects.toMatchObject({ code: 'ENOENT' }));
  });
});
