import { readFile } from 'node:fs/promises';
import type { Conversation } from '#libs/contracts';
import { loadSpeechCorpus } from '../eval/speech-corpus.js';
import { Device } from '../support/device.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { BOOK, encodeOpus, samplesOf, TALK } from '../support/recordings.js';
import { testDataFolder } from '../support/test-data.js';
import { table } from './table.js';

/**
 * One device speaks in real time to the built server, as a process of its own, while a client searches: how late texts and acknowledgements
 * are, how much memory it takes, how long the event loop stalls. `npm run bench -- live`
 */
const BATCH_PACKETS = 5;
const PACKET_MS = 20;
const SEARCH_EVERY_MS = 500;

export async function liveBench(): Promise<void> {
  const server = await MnemeProcess.start({ env: { LOG_LEVEL: 'warn' } });
  try {
    const idleMb = await residentMb(server);
    const recording = await material();
    await server.fetch('/metrics').then((response) => response.text()); // reading resets the longest stall
    const watch = await speakInRealTime(server, recording);
    const stallMs = await longestStallMs(server);
    const { acks, finals, partials } = watch;
    process.stdout.write(
      table(
        ['figure', 'n', 'p50', 'p95', 'p99', 'max'],
        [
          ['frame to durable acknowledgement, ms', ...spread(acks)],
          ['end of speech to its final text, ms', ...spread(finals)],
          ['beginning of speech to first partial, ms', ...spread(partials)],
        ],
      ) +
        table(
          ['figure', 'value'],
          [
            ['start to listening, ms', await startMs()],
            ['memory when idle, MB', idleMb],
            ['memory with speech model, MB', await residentMb(server)],
            ['longest event loop stall, ms (10 ms is the meter’s own resolution)', stallMs],
            ['audio, s', Math.round(recording.length / 16_000)],
          ],
        ),
    );
  } finally {
    await server.dispose();
  }
}

interface Watch {
  acks: number[];
  finals: number[];
  partials: number[];
}

async function speakInRealTime(server: MnemeProcess, samples: Int16Array): Promise<Watch> {
  const packets = encodeOpus(samples);
  const device = await Device.connect(server.url, server.token);
  const watch: Watch = { acks: [], finals: [], partials: [] };
  const texts: { atMs: number; end: number }[] = [];
  const openings: { atMs: number; start: number }[] = [];
  device.socket.on('segments', (segments) =>
    texts.push({ atMs: Date.now(), end: Math.max(...segments.map((segment) => segment.end)) }),
  );
  device.socket.on('partial', ({ start }) => {
    if (openings.at(-1)?.start !== start) openings.push({ atMs: Date.now(), start });
  });
  const asking = setInterval(
    () => void server.fetch('/v2/messages', question('what did john dashwood have leisure to consider?')),
    SEARCH_EVERY_MS,
  );
  const startedMs = Date.now();
  for (let index = 0; index < packets.length; index += BATCH_PACKETS) {
    // A batch can only be sent once its last packet was spoken.
    await until(startedMs + (index + BATCH_PACKETS) * PACKET_MS);
    const sentMs = Date.now();
    void device
      .send(index + 1, packets.slice(index, index + BATCH_PACKETS))
      .then(() => watch.acks.push(Date.now() - sentMs));
  }
  await device.end();
  clearInterval(asking);
  const conversation = await server.json<Conversation>(`/v1/conversations/${device.conversationId}`);
  const zeroMs = new Date(conversation.started_at).getTime();
  watch.finals = texts.slice(0, -1).map(({ atMs, end }) => atMs - (zeroMs + end * 1000));
  watch.partials = openings.slice(1).map(({ atMs, start }) => atMs - (zeroMs + start * 1000));
  device.close();
  return watch;
}

/** Recordings one after the other with pauses, so that utterances have clear ends. */
async function material(): Promise<Int16Array> {
  const parts = [await samplesOf(BOOK.path), await samplesOf(TALK.path)];
  const folder = testDataFolder('audio');
  if (folder && process.argv[3] === 'long')
    for await (const { samples } of loadSpeechCorpus(folder)) parts.push(samples);
  const pause = new Int16Array(16_000);
  return Int16Array.from(parts.flatMap((part) => [...part, ...pause]));
}

const question = (text: string): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ text }),
});

function until(atMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - Date.now())));
}

async function residentMb(server: MnemeProcess): Promise<number> {
  const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024);
}

async function longestStallMs(server: MnemeProcess): Promise<number> {
  const metrics = await (await server.fetch('/metrics')).text();
  return Math.round(Number(/^mneme_nodejs_eventloop_lag_max_seconds (\S+)/m.exec(metrics)?.[1]) * 1000);
}

async function startMs(): Promise<number> {
  const startedMs = Date.now();
  const server = await MnemeProcess.start();
  const tookMs = Date.now() - startedMs;
  await server.dispose();
  return tookMs;
}

function spread(values: number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  return [sorted.length, at(0.5), at(0.95), at(0.99), Math.round(sorted.at(-1) ?? Number.NaN)];
}
