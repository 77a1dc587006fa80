import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { SystemClock } from '#libs/kernel';
import { CaptureLogs } from '#libs/transcription';
import { table } from '../table.js';

/**
 * Sessions that append to capture logs as live devices do, and how soon their frames are durable; beside it, in the same run, one bare file to
 * which the same bytes are appended and synced. `npm run bench -- capture [SECONDS]`
 */
const SESSIONS = [300, 1_000];
const FRAMES = 5;
const FRAME_BYTES = 80;
const BATCH_MS = 100;
const BARE_SYNC_MS = 100;

interface Measured {
  readonly acksMs: readonly number[];
  /** Of one core, in percent. */
  readonly cpu: number;
  readonly longestStallMs: number;
}

export async function captureBench(): Promise<void> {
  const seconds = Number(process.argv[3]) || 10;
  const rows: (string | number)[][] = [];
  // The clock's timers keep no process alive.
  const alive = setInterval(() => undefined, 1_000);
  for (const sessions of SESSIONS) {
    rows.push(row(`${sessions} capture logs`, await capture(sessions, seconds)));
    rows.push(row(`${sessions} into one bare file`, await bare(sessions, seconds)));
  }
  clearInterval(alive);
  process.stdout.write(
    table([`${FRAMES} frames of ${FRAME_BYTES} bytes each ${BATCH_MS} ms, ${seconds} s`, ...FIGURES], rows),
  );
}

const FIGURES = ['acks', 'p50 ms', 'p99 ms', 'max ms', 'CPU % of a core', 'longest stall ms'];

function row(what: string, { acksMs, cpu, longestStallMs }: Measured): (string | number)[] {
  const sorted = acksMs.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? NaN).toFixed(1);
  return [what, sorted.length, at(0.5), at(0.99), at(1), cpu.toFixed(0), longestStallMs.toFixed(0)];
}

type Send = (session: number, frames: readonly Uint8Array[], batch: number) => Promise<unknown>;

/** Each session sends a batch every `BATCH_MS`, all of them spread over that time, whether the last was acknowledged or not. */
async function measured(sessions: number, seconds: number, send: Send): Promise<Measured> {
  const acksMs: number[] = [];
  const stalls = monitorEventLoopDelay({ resolution: 10 });
  const { user, system } = process.cpuUsage();
  const startMs = performance.now();
  stalls.enable();
  await atTheirPace(sessions, seconds, async (session, batch) => {
    const sentMs = performance.now();
    await send(session, framesOf(session + batch), batch);
    acksMs.push(performance.now() - sentMs);
  });
  stalls.disable();
  const used = process.cpuUsage();
  const cpuMs = (used.user - user + used.system - system) / 1_000;
  return { acksMs, cpu: (100 * cpuMs) / (performance.now() - startMs), longestStallMs: stalls.max / 1e6 };
}

function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mneme-bench-'));
  return work(folder).finally(() => rmSync(folder, { recursive: true }));
}

function capture(sessions: number, seconds: number): Promise<Measured> {
  return inFolder(async (dataDir) => {
    const logs = new CaptureLogs({ dataDir }, new SystemClock());
    const opened = await Promise.all(
      Array.from({ length: sessions }, (_, n) =>
        logs.create({
          ownerId: `owner-${n}`,
          sessionId: 'session',
          codec: 'opus',
          sampleRate: 16_000,
          language: 'en',
          device: null,
        }),
      ),
    );
    const result = await measured(sessions, seconds, (session, frames, batch) =>
      opened[session]!.append(1 + batch * FRAMES, frames),
    );
    await logs.onApplicationShutdown();
    return result;
  });
}

/** What any durable log must do at least: write the bytes, sync them, at most every `BARE_SYNC_MS`. */
function bare(sessions: number, seconds: number): Promise<Measured> {
  return inFolder(async (folder) => {
    const file = await open(join(folder, 'bare'), 'a');
    let waiting: { bytes: Buffer; done: () => void }[] = [];
    let isOver = false;
    const writing = (async () => {
      while (!isOver || waiting.length > 0) {
        const startMs = performance.now();
        const group = waiting;
        waiting = [];
        if (group.length > 0) {
          await file.write(Buffer.concat(group.map(({ bytes }) => bytes)));
          await file.datasync();
          for (const { done } of group) done();
        }
        await sleep(Math.max(1, startMs + BARE_SYNC_MS - performance.now()));
      }
    })();
    const result = await measured(
      sessions,
      seconds,
      (_, frames) => new Promise<void>((done) => waiting.push({ bytes: Buffer.concat(frames), done })),
    );
    isOver = true;
    await writing;
    await file.close();
    return result;
  });
}

async function atTheirPace(
  sessions: number,
  seconds: number,
  send: (session: number, batch: number) => Promise<void>,
): Promise<void> {
  const sent: Promise<void>[] = [];
  const startMs = performance.now();
  const total = (seconds * 1_000 * sessions) / BATCH_MS;
  for (let next = 0; next < total;) {
    const due = Math.min(total, ((performance.now() - startMs) * sessions) / BATCH_MS);
    for (; next < due; next += 1) sent.push(send(next % sessions, Math.floor(next / sessions)));
    await sleep(1);
  }
  await Promise.all(sent);
}

/** Opus packets of 20 ms (SILK wideband) with anything in them. */
function framesOf(fill: number): Uint8Array[] {
  return Array.from({ length: FRAMES }, () => {
    const frame = new Uint8Array(FRAME_BYTES).fill(fill);
    frame[0] = 0x48;
    return frame;
  });
}
