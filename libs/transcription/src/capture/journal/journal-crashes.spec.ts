import { appendFile, copyFile, cp, mkdir, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { journalFolder, listSegments, segmentFile, sessionFolder } from '../capture-files.js';
import type { CaptureLog } from '../capture-log.js';
import { CaptureLogs } from '../capture-logs.js';
import { listJournal } from './journal-files.js';

const SESSIONS = ['s0', 's1', 's2'];
/** A process that is never through with a checkpoint, one that always is at one, and one in between. */
const CHECKPOINT_BYTES = [Number.MAX_SAFE_INTEGER, 1, 1_500];

let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'mneme-journal-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

type Step =
  | { readonly do: 'append'; readonly counts: readonly number[] }
  | { readonly do: 'close'; readonly session: number }
  | {
      readonly do: 'crash';
      readonly checkpointBytes: number;
      readonly torn: Uint8Array;
      readonly left: number;
    };

const append = fc.record({
  do: fc.constant('append' as const),
  counts: fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)),
});
const close = fc.record({ do: fc.constant('close' as const), session: fc.nat(2) });
const crash = fc.record({
  do: fc.constant('crash' as const),
  checkpointBytes: fc.constantFrom(...CHECKPOINT_BYTES),
  torn: fc.uint8Array({ maxLength: 200 }),
  left: fc.double({ min: 0, max: 1, noNaN: true }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: append },
  { weight: 1, arbitrary: close },
  { weight: 1, arbitrary: crash },
);

function frameOf(session: number, seq: number): Buffer {
  const frame = Buffer.alloc(320, seq);
  frame.writeUInt32LE(session * 1_000_000 + seq);
  return frame;
}

/** A data folder over several lives of the process that writes it. */
class Lives {
  private readonly clock = new ManualClock();
  private readonly opened = new Map<string, CaptureLog>();
  private readonly acknowledged = SESSIONS.map(() => 0);
  private readonly sizesAtStart = new Map<string, number>();
  private readonly dead: CaptureLogs[] = [];
  private life = 0;
  private logs: CaptureLogs;
  private checkpoints = false;

  constructor(private readonly root: string) {
    this.logs = this.begin(CHECKPOINT_BYTES[0]!);
  }

  async run(action: Step): Promise<void> {
    switch (action.do) {
      case 'append':
        await Promise.all(action.counts.map((count, session) => this.append(session, count)));
        return;
      case 'close':
        return this.close(SESSIONS[action.session]!);
      case 'crash':
        return this.crash(action);
    }
  }

  /** Every acknowledged frame exactly once and in order, as a process finds it that changes nothing. */
  async check(): Promise<void> {
    const reader = new CaptureLogs({ dataDir: this.dataDir }, this.clock);
    for (const [session, id] of SESSIONS.entries()) {
      const count = this.acknowledged[session]!;
      if (count === 0) continue;
      for (const logs of [this.logs, reader]) {
        const found = await Array.fromAsync(logs.read('ada', id));
        expect(found.map((frame) => frame.seq)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
        expect(found.every((frame) => frameOf(session, frame.seq).equals(frame.payload))).toBe(true);
        expect(await logs.describe('ada', id)).toMatchObject({ durableSeq: count, lostFrames: 0 });
      }
    }
  }

  /** Of the last life in order: the journal has nothing left to say. */
  async end(): Promise<void> {
    for (const [session, id] of SESSIONS.entries()) if (this.acknowledged[session]) await this.open(id);
    await this.logs.onApplicationShutdown();
    expect(await listJournal(this.journal)).toEqual([]);
    await this.check();
    for (const logs of this.dead) await logs.onApplicationShutdown();
  }

  private get dataDir(): string {
    return join(this.root, String(this.life));
  }

  private get journal(): string {
    return journalFolder(join(this.dataDir, 'capture'));
  }

  private begin(checkpointBytes: number): CaptureLogs {
    this.checkpoints = checkpointBytes !== CHECKPOINT_BYTES[0];
    return new CaptureLogs({ dataDir: this.dataDir, groupCommitMs: 0, checkpointBytes }, this.clock);
  }

  private async append(session: number, count: number): Promise<void> {
    if (count === 0) return;
    const log = await this.open(SESSIONS[session]!);
    const first = this.acknowledged[session]! + 1;
    const frames = Array.from({ length: count }, (_, n) => frameOf(session, first + n));
    this.acknowledged[session] = (await log.append(first, frames)).durableSeq;
  }

  private async open(id: string): Promise<CaptureLog> {
    const known = this.opened.get(id);
    if (known) return known;
    const header = { ownerId: 'ada', sessionId: id, codec: 'pcm16', sampleRate: 16_000 } as const;
    const log = (await this.logs.describe('ada', id))
      ? await this.logs.reopen('ada', id)
      : await this.logs.create({ ...header, language: 'en', device: null });
    this.opened.set(id, log);
    this.sizesAtStart.set(id, await this.sizeOf(id));
    return log;
  }

  private async close(id: string): Promise<void> {
    const log = this.opened.get(id);
    if (!log) return;
    await this.logs.close(log);
    this.opened.delete(id);
  }

  /** What a power cut may leave: whatever was not synced is there, or in part, or not at all. */
  private async crash({ checkpointBytes, torn, left }: Step & { do: 'crash' }): Promise<void> {
    this.dead.push(this.logs);
    await this.copyToNextLife();
    const newest = (await listJournal(this.journal)).at(-1);
    if (newest) await appendFile(join(this.journal, newest.name), torn);
    // With no checkpoint nothing but the journal was synced since the log was opened.
    if (!this.checkpoints) for (const id of this.opened.keys()) await this.cut(id, left);
    this.opened.clear();
    this.logs = this.begin(checkpointBytes);
  }

  /** The journal first: what leaves it while it is copied is in the logs by then. */
  private async copyToNextLife(): Promise<void> {
    const [before, journalBefore] = [this.dataDir, this.journal];
    this.life += 1;
    await mkdir(before, { recursive: true });
    await mkdir(this.journal, { recursive: true });
    for (const { name } of await listJournal(journalBefore)) {
      await copyFile(join(journalBefore, name), join(this.journal, name)).catch(() => undefined);
    }
    await cp(before, this.dataDir, { recursive: true, filter: (path) => path !== journalBefore });
  }

  private async cut(id: string, left: number): Promise<void> {
    const path = await this.lastSegment(id);
    if (!path) return;
    const synced = this.sizesAtStart.get(id) ?? 0;
    await truncate(path, Math.round(synced + left * ((await stat(path)).size - synced)));
  }

  private async sizeOf(id: string): Promise<number> {
    const path = await this.lastSegment(id);
    return path ? (await stat(path)).size : 0;
  }

  private async lastSegment(id: string): Promise<string | null> {
    const folder = sessionFolder(join(this.dataDir, 'capture'), 'ada', id);
    const last = (await listSegments(folder)).at(-1);
    return last === undefined ? null : segmentFile(folder, last);
  }
}

describe('frames of several sessions over crashes', () => {
  it('are there exactly once and in order, whatever was torn behind the last acknowledged byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const lives = new Lives(await mkdtemp(join(base, 'run-')));
        for (const action of steps) await lives.run(action);
        await lives.check();
        await lives.end();
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
