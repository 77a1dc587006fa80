import { EmbeddedStorage } from '#libs/storage';
import { SystemClock } from '#libs/kernel';
import { SilentLog } from '#libs/observability';
import { encodeOggOpus, encodeOpus, OPUS_LOOKAHEAD } from '#libs/transcription';
import { MnemeProcess } from '../support/mneme-process.js';
import { BOOK, samplesOf, TALK } from '../support/recordings.js';
import { table } from './table.js';

const HOURS = 4;
const PIECE_SECONDS = 60;
const PIECES = (HOURS * 3_600) / PIECE_SECONDS;
const RATE = 16_000;
const BYTES_A_SECOND = 2 * RATE;
const REQUESTS = 200;
const WANTED_SECONDS = 10;
const STARTED = new Date('2026-03-05T16:00:00Z');
const PATH = '/v1/conversations/talk/audio';

/**
 * What it costs to seek in a conversation of four hours that is stored in pieces of a minute: the built server over HTTP, as a player asks
 * it. `npm run bench -- player`
 */
export async function playerBench(): Promise<void> {
  const first = await MnemeProcess.start();
  const { token, dataDir } = first;
  const { id: uid } = await first.json<{ id: string }>('/v1/users/profile');
  await first.stop();
  const storedBytes = await plant(dataDir, uid);
  const server = await MnemeProcess.start({ dataDir });
  server.token = token;
  try {
    await longestStallMs(server); // reading resets the longest stall
    const seeks = await seek(server);
    const stallMs = await longestStallMs(server);
    const whole = await playAll(server);
    const pcmBytes = HOURS * 3_600 * BYTES_A_SECOND;
    const rows = [
      [`${WANTED_SECONDS} s out of ${HOURS} h as WAV, p50, ms`, at(seeks, 0.5)],
      ['the same, p95, ms', at(seeks, 0.95)],
      ['longest stall of the event loop meanwhile, ms (10 ms is the meter’s own resolution)', stallMs],
      ['all of it, times real time', Math.round((HOURS * 3_600_000) / whole)],
      ['longest stall of the event loop meanwhile, ms', await longestStallMs(server)],
      ['stored, MiB', (storedBytes / 2 ** 20).toFixed(1)],
      ['as PCM at 16 kHz, times that', (pcmBytes / storedBytes).toFixed(1)],
    ];
    process.stdout.write(table(['player', 'value'], rows));
  } finally {
    await server.dispose();
  }
}

/** A conversation whose every minute is the same minute of speech. Answers how many bytes its sound takes. */
async function plant(dataDir: string, uid: string): Promise<number> {
  const storage = await EmbeddedStorage.open({
    dataDir,
    indexes: [],
    clock: new SystemClock(),
    log: new SilentLog(),
  });
  try {
    const piece = await minuteOfSpeech();
    const ids = Array.from({ length: PIECES }, (_, n) => String(n));
    for (const id of ids) await storage.blobs.put(`audio/${uid}/talk/file/${id}.ogg`, piece, 'audio/ogg');
    const file = {
      id: 'file',
      uid,
      conversation_id: 'talk',
      chunk_timestamps: ids.map((_, n) => STARTED.getTime() / 1_000 + n * PIECE_SECONDS),
      chunk_offsets: ids.map((_, n) => n * PIECE_SECONDS),
      chunk_ids: ids,
      chunk_sizes: ids.map(() => piece.length),
      provider: 'files',
      started_at: STARTED,
      duration: PIECES * PIECE_SECONDS,
      content_type: 'audio/ogg',
      size: PIECES * piece.length,
    };
    const data = { id: 'talk', created_at: STARTED, started_at: STARTED, audio_files: [file] };
    await storage.documents.write([{ kind: 'set', path: `users/${uid}/conversations/talk`, data }]);
    return file.size;
  } finally {
    await storage.close();
  }
}

async function minuteOfSpeech(): Promise<Buffer> {
  const spoken = [...(await samplesOf(BOOK.path)), ...(await samplesOf(TALK.path))];
  const samples = Int16Array.from(spoken.slice(0, PIECE_SECONDS * RATE));
  const format = { serial: 1, preSkip: OPUS_LOOKAHEAD, samples: PIECE_SECONDS * 48_000 };
  return Buffer.concat(await Array.fromAsync(encodeOggOpus(encodeOpus([samples]), format)));
}

/** How long each request took, milliseconds, in order. */
async function seek(server: MnemeProcess): Promise<number[]> {
  const tookMs: number[] = [];
  for (let request = 0; request < REQUESTS; request += 1) {
    // All over the conversation, and never at the edge of a piece: 2,917 seconds and all of the rest have no common divisor.
    const second = (request * 2_917) % (HOURS * 3_600 - WANTED_SECONDS);
    const start = 44 + second * BYTES_A_SECOND;
    const range = `bytes=${start}-${start + WANTED_SECONDS * BYTES_A_SECOND - 1}`;
    const startedMs = performance.now();
    const response = await server.fetch(PATH, { headers: { Range: range } });
    const bytes = await response.arrayBuffer();
    tookMs.push(performance.now() - startedMs);
    if (response.status !== 206 || bytes.byteLength !== WANTED_SECONDS * BYTES_A_SECOND)
      throw new Error(`${range} was answered with ${response.status} and ${bytes.byteLength} bytes`);
  }
  return tookMs.sort((a, b) => a - b);
}

async function playAll(server: MnemeProcess): Promise<number> {
  const startedMs = performance.now();
  const response = await server.fetch(PATH);
  let bytes = 0;
  for await (const chunk of response.body!) bytes += chunk.length;
  if (bytes !== 44 + HOURS * 3_600 * BYTES_A_SECOND) throw new Error(`all of it was ${bytes} bytes`);
  return performance.now() - startedMs;
}

async function longestStallMs(server: MnemeProcess): Promise<number> {
  const metrics = await (await server.fetch('/metrics')).text();
  return Math.round(Number(/^mneme_nodejs_eventloop_lag_max_seconds (\S+)/m.exec(metrics)?.[1]) * 1_000);
}

function at(sorted: readonly number[], share: number): string {
  return sorted[Math.floor(sorted.length * share)]!.toFixed(1);
}
