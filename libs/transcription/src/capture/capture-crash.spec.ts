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

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mneme-crash-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** A process that appends; what it printed, line by line, can be watched. */
function start(
  perBatch: number,
  shellPrefix = '',
): { child: ChildProcess; until: (word: RegExp) => Promise<string> } {
  const command = `${shellPrefix} exec "${process.execPath}" "${PROGRAM}" "${dataDir}" ${perBatch} ${FRAME_BYTES}`;
  const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const until = async (word: RegExp): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('The process ended too soon: is dist/ built?');
      if (word.test(value as string)) return value as string;
    }
  };
  return { child, until };
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
  it('holds everything that was acknowledged, however often and whenever it is killed', async () => {
    for (let round = 1; round <= 6; round += 1) {
      const { child, until } = start(round * 7);
      let line = '';
      for (let batch = 0; batch < 3 * round; batch += 1) line = await until(/^durable/);
      await kill(child);
      expect(await durableFrames()).toBeGreaterThanOrEqual(Number(line.split(' ')[1]));
    }
  });

  it('refuses frames while a file may not grow, keeps what was acknowledged, and goes on when it may', async () => {
    const { child, until } = start(10, 'ulimit -S -f 200;');
    try {
      expect(await until(/^refused/)).toBe('refused STORAGE_FULL');
      const atLimit = await durableFrames();
      expect(atLimit).toBeGreaterThan(0);
      expect(await until(/^refused/)).toBe('refused STORAGE_FULL');
      expect(await durableFrames()).toBe(atLimit);
      execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited']);
      const line = await until(/^durable/);
      expect(await durableFrames()).toBeGreaterThanOrEqual(Number(line.split(' ')[1]));
      expect(Number(line.split(' ')[1])).toBe(atLimit + 10);
    } finally {
      await kill(child);
    }
  });
});
