import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtModuleUrl, SystemClock } from '#libs/kernel';
import { CaptureLogs } from './capture-logs.js';

const PROGRAM = fileURLToPath(builtModuleUrl(import.meta.url, '../testing/append-until-killed.js'));
const FRAME_BYTES = 640;
/** Of the journal: far more than these processes write in their lives. */
const NEVER = 1e9;

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mneme-crash-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** A process that appends, and what it has said so far. */
class Appender {
  readonly child: ChildProcess;
  /** The highest number it has called durable. */
  durable = 0;
  private readonly lines: AsyncIterator<string>;

  constructor(perBatch: number, { checkpointBytes = NEVER, shellPrefix = '' } = {}) {
    const args = `"${dataDir}" ${perBatch} ${FRAME_BYTES} ${checkpointBytes}`;
    const command = `${shellPrefix} exec "${process.execPath}" "${PROGRAM}" ${args}`;
    const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Waits for a line that begins with `word` and answers it. */
  async until(word: 'durable' | 'refused'): Promise<string> {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error('The process ended too soon: is dist/ built?');
      if (value.startsWith('durable')) this.durable = Number(value.split(' ')[1]);
      if (value.startsWith(word)) return value;
    }
  }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Everything a new process finds, checked frame by frame. */
async function durableFrames(): Promise<number> {
  const logs = new CaptureLogs({ dataDir }, new SystemClock());
  let seq = 0;
  for await (const frame of logs.read('ada', 's1')) {
    seq += 1;
    const payload = Buffer.from(frame.payload);
    const isIntact =
      payload.length === FRAME_BYTES && payload.subarray(4).every((byte) => byte === (seq & 0xff));
    if (frame.seq !== seq || payload.readUInt32LE(0) !== seq || !isIntact)
      throw new Error(`Frame ${seq} is damaged.`);
  }
  return seq;
}

describe('capture log of a process that dies', () => {
  it.each([
    ['before its journal is emptied', NEVER],
    ['while its journal is emptied again and again', 1],
    ['and between', 20_000],
  ])(
    'holds everything that was acknowledged, however often it is killed (%s)',
    async (_, checkpointBytes) => {
      for (let round = 1; round <= 4; round += 1) {
        const appender = new Appender(round * 7, { checkpointBytes });
        for (let batch = 0; batch < 3 * round; batch += 1) await appender.until('durable');
        await kill(appender.child);
        expect(await durableFrames()).toBeGreaterThanOrEqual(appender.durable);
      }
    },
    60_000,
  );

  it('refuses frames while a file may not grow, keeps what was acknowledged, and goes on when it may', async () => {
    const appender = new Appender(10, { shellPrefix: 'ulimit -S -f 200;' });
    try {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        expect(await appender.until('refused')).toBe('refused STORAGE_FULL');
      }
      const acknowledged = appender.durable;
      expect(acknowledged).toBeGreaterThan(0);
      expect(await durableFrames()).toBeGreaterThanOrEqual(acknowledged);
      execFileSync('prlimit', ['--pid', String(appender.child.pid), '--fsize=unlimited']);
      expect(await appender.until('durable')).toBe(`durable ${acknowledged + 10}`);
      expect(await durableFrames()).toBeGreaterThanOrEqual(acknowledged + 10);
    } finally {
      await kill(appender.child);
    }
  });
});
