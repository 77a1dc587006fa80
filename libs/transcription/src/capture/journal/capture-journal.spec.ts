import { copyFile, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { opusFrames } from '../../testing/device-audio.js';
import { journalFolder, segmentFile, sessionFolder } from '../capture-files.js';
import type { CaptureLog } from '../capture-log.js';
import { CaptureLogs } from '../capture-logs.js';
import { listJournal } from './journal-files.js';

const FRAMES = opusFrames(100);
const CHECKPOINT_MS = 60_000;

let dataDir: string;
let clock: ManualClock;
let processes: CaptureLogs[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mneme-journal-'));
  clock = new ManualClock();
  processes = [];
});
afterEach(async () => {
  for (const process of processes) await process.onApplicationShutdown();
  await rm(dataDir, { recursive: true, force: true });
});

function start(checkpointBytes?: number): CaptureLogs {
  const process = new CaptureLogs(
    { dataDir, groupCommitMs: 0, ...(checkpointBytes && { checkpointBytes }) },
    clock,
  );
  processes.push(process);
  return process;
}

function begin(logs: CaptureLogs, sessionId: string): Promise<CaptureLog> {
  return logs.create({
    ownerId: 'ada',
    sessionId,
    codec: 'opus',
    sampleRate: 16_000,
    language: 'en',
    device: null,
  });
}

function folder(): string {
  return journalFolder(join(dataDir, 'capture'));
}

async function journal(): Promise<string[]> {
  return (await listJournal(folder())).map(({ name }) => name);
}

async function seqsOf(logs: CaptureLogs, sessionId: string): Promise<number[]> {
  return (await Array.fromAsync(logs.read('ada', sessionId))).map((frame) => frame.seq);
}

describe('the journal of all sessions', () => {
  it('is emptied into the logs after a while, and when it has grown', async () => {
    const patient = start();
    await (await begin(patient, 's1')).append(1, FRAMES);
    expect(await journal()).toHaveLength(1);
    await clock.advance(CHECKPOINT_MS);
    await vi.waitFor(async () => expect(await journal()).toEqual([]));
    expect(await seqsOf(start(), 's1')).toEqual([1, 2, 3, 4, 5]);

    const eager = start(1);
    await (await begin(eager, 's2')).append(1, FRAMES);
    await vi.waitFor(async () => expect(await journal()).toEqual([]));
    expect(await seqsOf(start(), 's2')).toEqual([1, 2, 3, 4, 5]);
  });

  it('may be killed at any step of a checkpoint: what is in the logs already is not taken twice', async () => {
    const logs = start();
    const log = await begin(logs, 's1');
    await log.append(1, FRAMES);
    const [name] = await journal();
    const kept = join(dataDir, 'kept');
    await copyFile(join(folder(), name!), kept);
    await logs.onApplicationShutdown();
    // As if it had died after the logs were saved and before the journal was dropped, or while another took it over.
    for (const left of [name!, name!.replace('open', 'taken')]) {
      await copyFile(kept, join(folder(), left));
      const next = start();
      expect(await seqsOf(next, 's1')).toEqual([1, 2, 3, 4, 5]);
      const again = await next.reopen('ada', 's1');
      expect(again.durableSeq).toBe(5);
      expect(await journal()).toEqual([]);
      await next.close(again);
    }
  });

  it('does not bring back a session that was deleted, nor what it held into a new one of the same name', async () => {
    const logs = start();
    await (await begin(logs, 's1')).append(1, FRAMES);
    await rm(sessionFolder(join(dataDir, 'capture'), 'ada', 's1'), { recursive: true });
    await clock.advance(1);
    const next = start();
    const log = await begin(next, 's1');
    expect([log.durableSeq, await seqsOf(next, 's1')]).toEqual([0, []]);
  });

  it('keeps its part of a log whose header is damaged, and completes all others', async () => {
    const logs = start();
    for (const id of ['s1', 's2']) await (await begin(logs, id)).append(1, FRAMES);
    const header = join(sessionFolder(join(dataDir, 'capture'), 'ada', 's1'), 'session.json');
    const intact = await readFile(header);
    await writeFile(header, '{');
    const next = start();
    expect((await next.reopen('ada', 's2')).durableSeq).toBe(5);
    await writeFile(header, intact);
    expect((await start().reopen('ada', 's1')).durableSeq).toBe(5);
  });

  it('acknowledges nothing any more once another process has taken it over', async () => {
    const before = start();
    const log = await begin(before, 's1');
    await log.append(1, FRAMES);
    const after = start();
    const taken = await after.reopen('ada', 's1');
    await expect(log.append(6, FRAMES)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    await taken.append(6, FRAMES);
    await before.onApplicationShutdown();
    expect(await seqsOf(after, 's1')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('refuses frames, and takes them again, when it is full and the logs cannot be written', async () => {
    const logs = start(200);
    const log = await begin(logs, 's1');
    const path = segmentFile(sessionFolder(join(dataDir, 'capture'), 'ada', 's1'), 1);
    await symlink('/dev/full', path);
    let seq = 1;
    await expect(
      (async () => {
        for (; seq < 100; seq += FRAMES.length) await log.append(seq, FRAMES);
      })(),
    ).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(log.durableSeq).toBe(seq - 1);
    await rm(path);
    // A checkpoint that began before there was room may still fail.
    await vi.waitFor(async () => expect((await log.append(seq, FRAMES)).durableSeq).toBe(seq + 4));
    expect(log.lostFrames).toBe(0);
    expect(await seqsOf(logs, 's1')).toHaveLength(seq + 4);
  });

  it('can be looked into by another process, which changes nothing', async () => {
    const logs = start();
    await (await begin(logs, 's1')).append(1, FRAMES);
    const files = await readdir(dataDir, { recursive: true });
    const looking = start();
    expect(await looking.describe('ada', 's1')).toMatchObject({ durableSeq: 5, positionMs: 100 });
    expect((await Array.fromAsync(looking.list())).map((info) => info.durableSeq)).toEqual([5]);
    expect(await seqsOf(looking, 's1')).toEqual([1, 2, 3, 4, 5]);
    expect(await readdir(dataDir, { recursive: true })).toEqual(files);
  });

  it('holds no file open for a session, and nothing of sessions that came and went', async () => {
    const logs = start();
    const warm = await begin(logs, 'warm');
    await warm.append(1, FRAMES);
    const open = () => readdir('/proc/self/fd').then((names) => names.length);
    const before = await open();
    const all = await Promise.all(Array.from({ length: 300 }, (_, n) => begin(logs, `s${n}`)));
    await Promise.all(all.map((log) => log.append(1, FRAMES)));
    expect((await open()) - before).toBeLessThan(5);
    await Promise.all(all.map((log) => logs.close(log)));
    await logs.close(warm);
    await clock.advance(CHECKPOINT_MS);
    await vi.waitFor(async () => expect(await journal()).toEqual([]));
    expect(reachable(logs, all)).toEqual([]);
  });
});

/** Which of the logs can still be reached from an object. */
function reachable(root: object, logs: readonly CaptureLog[]): CaptureLog[] {
  const seen = new Set<unknown>();
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null || seen.has(value) || value === clock) return;
    seen.add(value);
    if (value instanceof Map) for (const [key, held] of value) [key, held].forEach(visit);
    else if (value instanceof Set) value.forEach(visit);
    else Object.values(value).forEach(visit);
  };
  visit(root);
  return logs.filter((log) => seen.has(log));
}
