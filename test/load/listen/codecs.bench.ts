import { setImmediate as nextTurn } from 'node:timers/promises';
import { Decoder } from '@evan/opus';
import { encodeOpus, SpeechDecoder, type AudioFormat } from '#libs/transcription';
import { aacFrames, lc3Frames, opusFrames, pcm16Bytes, tone } from '#libs/transcription/testing';
import { residentBytes } from '../resident-bytes.js';
import { table } from '../table.js';

/** Long enough for the compiler to have settled. */
const SOUND_MS = 120_000;
const STREAMS = 1_000;
const SESSIONS = 10_000;

interface Material {
  readonly name: string;
  readonly format: AudioFormat;
  readonly frames: readonly Uint8Array[];
  readonly frameMs: number;
}

/**
 * What a stream of each codec costs a core and takes of memory, beside Opus decoded by the package alone; whether sessions that ended give it
 * back; and how long encoding a recording holds up the event loop. `npm run bench -- codecs`
 */
export async function codecsBench(): Promise<void> {
  const bare = new Decoder({ channels: 1, sample_rate: 16_000 });
  const materials = materialsOfAll();
  const opus = materials[0]!;
  const rows = [['opus, the package alone', costUs(opus, (frame) => bare.decode(frame)), '', '']];
  for (const material of materials) {
    const decoder = new SpeechDecoder(material.format);
    const cost = costUs(material, (frame) => decoder.decode(frame));
    decoder.close();
    rows.push([material.name, cost, kibAStream(material), await growthMib(material)]);
  }
  process.stdout.write(
    table(
      ['codec', '20 ms of sound, µs', 'memory a stream, KiB', `growth over ${SESSIONS} sessions, MiB`],
      rows,
    ) + table(['encoding a recording to Opus', 'value'], await encoding()),
  );
}

function materialsOfAll(): Material[] {
  const pcm = (sampleRate: number) => cut(pcm16Bytes(tone(20_000, sampleRate)), sampleRate / 25);
  return [
    { name: 'opus', format: { codec: 'opus', sampleRate: 16_000 }, frames: opusFrames(20_000), frameMs: 20 },
    {
      name: 'pcm16, 16 kHz',
      format: { codec: 'pcm16', sampleRate: 16_000 },
      frames: pcm(16_000),
      frameMs: 20,
    },
    {
      name: 'pcm16, 44.1 kHz',
      format: { codec: 'pcm16', sampleRate: 44_100 },
      frames: pcm(44_100),
      frameMs: 20,
    },
    { name: 'pcm8, 8 kHz', format: { codec: 'pcm8', sampleRate: 8_000 }, frames: pcm(4_000), frameMs: 20 },
    {
      name: 'aac, 16 kHz',
      format: { codec: 'aac', sampleRate: 16_000 },
      frames: aacFrames(16_000),
      frameMs: 64,
    },
    {
      name: 'aac, 44.1 kHz stereo',
      format: { codec: 'aac', sampleRate: 44_100 },
      frames: aacFrames(44_100),
      frameMs: 1_024 / 44.1,
    },
    {
      name: 'lc3',
      format: { codec: 'lc3', sampleRate: 16_000 },
      frames: lc3Frames(tone(20_000)),
      frameMs: 10,
    },
  ];
}

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, n) =>
    bytes.slice(n * size, (n + 1) * size),
  );
}

/** Of the second of two runs. */
function costUs({ frames, frameMs }: Material, decode: (frame: Uint8Array) => unknown): string {
  const count = Math.ceil(SOUND_MS / frameMs);
  const run = () => {
    const startedMs = performance.now();
    for (let n = 0; n < count; n += 1) decode(frames[n % frames.length]!);
    return performance.now() - startedMs;
  };
  run();
  return (((run() * 1_000) / (count * frameMs)) * 20).toFixed(1);
}

function kibAStream({ format, frames }: Material): string {
  const before = residentBytes();
  const streams = Array.from({ length: STREAMS }, () => new SpeechDecoder(format));
  for (const stream of streams) for (const frame of frames.slice(0, 5)) stream.decode(frame);
  const after = residentBytes();
  for (const stream of streams) stream.close();
  return ((after - before) / 1_024 / STREAMS).toFixed(0);
}

async function growthMib({ format, frames }: Material): Promise<string> {
  const sessions = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const decoder = new SpeechDecoder(format);
      for (const frame of frames.slice(0, 10)) decoder.decode(frame);
      decoder.end();
      if (n % 100 === 0) await nextTurn();
    }
    return residentBytes();
  };
  const before = await sessions(SESSIONS / 10);
  return (((await sessions(SESSIONS)) - before) / 2 ** 20).toFixed(1);
}

async function encoding(): Promise<string[][]> {
  const sound = tone(60_000);
  const holdsMs: number[] = [];
  let turnedMs = performance.now();
  let isDone = false;
  const watching = (async () => {
    while (!isDone) {
      await nextTurn();
      holdsMs.push(performance.now() - turnedMs);
      turnedMs = performance.now();
    }
  })();
  const startedMs = performance.now();
  let bytes = 0;
  for await (const packet of encodeOpus([sound])) bytes += packet.length;
  const tookMs = performance.now() - startedMs;
  isDone = true;
  await watching;
  holdsMs.sort((a, b) => a - b);
  return [
    ['20 ms of sound, µs', ((tookMs * 1_000) / 3_000).toFixed(0)],
    ['hold of the event loop, p99, ms', holdsMs[Math.floor(holdsMs.length * 0.99)]!.toFixed(1)],
    ['the longest (other processes count too), ms', holdsMs.at(-1)!.toFixed(1)],
    ['kbit/s', ((bytes * 8) / 60_000).toFixed(1)],
  ];
}
