import { setTimeout as sleep } from 'node:timers/promises';
import { SystemClock, toAppError } from '#libs/kernel';
import { CaptureLogs } from '../capture/capture-logs.js';

/**
 * A process of its own that appends frames of 16-bit samples to the log of session `s1` of `ada` and prints, a line each, `durable <seq>` once a
 * batch is acknowledged or `refused <code>` when it is not. Each frame holds its number in its first four bytes.
 * Arguments: data folder, frames per batch, bytes per frame, bytes of the journal after which it is emptied into the log.
 */
const [dataDir, perBatch, frameBytes, checkpointBytes] = process.argv.slice(2);

function frameOf(seq: number): Uint8Array {
  const frame = Buffer.alloc(Number(frameBytes), seq & 0xff);
  frame.writeUInt32LE(seq, 0);
  return frame;
}

const logs = new CaptureLogs(
  { dataDir: dataDir!, groupCommitMs: 5, checkpointBytes: Number(checkpointBytes) },
  new SystemClock(),
);
const known = await logs.describe('ada', 's1');
const log = known
  ? await logs.reopen('ada', 's1')
  : await logs.create({
      ownerId: 'ada',
      sessionId: 's1',
      codec: 'pcm16',
      sampleRate: 16_000,
      language: 'en',
      device: null,
    });

// The clock's timers keep no process alive.
setInterval(() => undefined, 1_000);

for (let seq = log.durableSeq + 1; ;) {
  const frames = Array.from({ length: Number(perBatch) }, (_, n) => frameOf(seq + n));
  try {
    const { durableSeq } = await log.append(seq, frames);
    process.stdout.write(`durable ${durableSeq}\n`);
    seq = durableSeq + 1;
  } catch (error) {
    process.stdout.write(`refused ${toAppError(error).code}\n`);
    await sleep(20);
  }
}
