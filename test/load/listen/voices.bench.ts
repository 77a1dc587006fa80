import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ModelStore, SPEECH_SAMPLE_RATE } from '#libs/ai';
import {
  SherpaDetectors,
  sileroFile,
  SileroDetectors,
  VoiceThread,
  type VoiceDetector,
  type VoiceDetectors,
  type VoiceStream,
} from '#libs/ai/testing';
import { residentBytes } from '../resident-bytes.js';
import { table } from '../table.js';

const FRAME_SAMPLES = 512;
const FRAME_US = 32_000;
const WARM_UP_FRAMES = 500;
const FRAMES = 3_000;
/** Of sherpa's detectors fewer: each is a session of ONNX Runtime. */
const DETECTORS = { own: 30_000, sherpa: 30 };

const STREAMS = 300;
const PIECE_SAMPLES = 320;
const STREAM_SECONDS = 10;
const SESSIONS = 10_000;
const SESSIONS_AT_ONCE = 100;

/**
 * What it costs to hear whether somebody speaks: the detector alone, beside sherpa-onnx' on the same model, then the thread that all streams
 * of a process share, with somebody speaking in each of them all the time. `npm run bench -- voices`
 */
export async function voicesBench(): Promise<void> {
  const model = await sileroFile();
  const own = measure('of our own', () => new SileroDetectors(readFileSync(model)), DETECTORS.own);
  const throughThread = await thread();
  const sherpa = measure('of sherpa-onnx', () => new SherpaDetectors(model), DETECTORS.sherpa);
  const headings = ['detector', 'first one, ms', '32 ms of sound, µs', 'streams a core', 'KiB a stream'];
  process.stdout.write(
    table(headings, [own, sherpa]) + table([`${STREAMS} streams through the thread`, 'value'], throughThread),
  );
}

/** Somebody who speaks without end: noise in syllables, so that the energy gate stays open. */
const SPEECH = Int16Array.from({ length: 2 * SPEECH_SAMPLE_RATE }, (_, index) => {
  const loudness = index % 4_000 < 3_000 ? 8_000 : 200;
  return (((index * 7_919) % 2_003) / 1_001 - 1) * loudness;
});

function speechFrom(start: number, length: number): Int16Array {
  const from = start % (SPEECH.length - length);
  return SPEECH.subarray(from, from + length);
}

function measure(name: string, load: () => VoiceDetectors, count: number): (string | number)[] {
  const startedMs = performance.now();
  const detectors = load();
  const first = detectors.create();
  const loadMs = performance.now() - startedMs;
  const frameUs = medianUs(first);
  const before = residentBytes();
  const all = Array.from({ length: count }, () => detectors.create());
  for (const detector of all) for (let frame = 0; frame < 2; frame += 1) detector.hears(frameAt(frame));
  const kib = (residentBytes() - before) / 1_024 / all.length;
  return [name, loadMs.toFixed(0), frameUs.toFixed(1), (FRAME_US / frameUs).toFixed(0), kib.toFixed(1)];
}

function frameAt(frame: number): Int16Array {
  return speechFrom(frame * FRAME_SAMPLES, FRAME_SAMPLES);
}

function medianUs(detector: VoiceDetector): number {
  const durations: number[] = [];
  for (let frame = 0; frame < WARM_UP_FRAMES + FRAMES; frame += 1) {
    const startedMs = performance.now();
    detector.hears(frameAt(frame));
    if (frame >= WARM_UP_FRAMES) durations.push(performance.now() - startedMs);
  }
  return durations.sort((a, b) => a - b)[FRAMES / 2]! * 1_000;
}

async function thread(): Promise<(string | number)[][]> {
  const voices = new VoiceThread({ store: new ModelStore({ modelsDir: null, downloadDir: tmpdir() }) });
  const startedMs = performance.now();
  await voices.warmUp();
  const startMs = performance.now() - startedMs;
  await sessions(voices, SESSIONS_AT_ONCE);
  const before = residentBytes();
  const { cpuShare, resident } = await listen(voices, STREAMS, STREAM_SECONDS);
  // So many until the garbage collectors of both threads have found their rhythm.
  await sessions(voices, SESSIONS);
  const settled = residentBytes();
  await sessions(voices, SESSIONS);
  const after = residentBytes();
  await voices.close();
  return [
    ['start, ms', startMs.toFixed(0)],
    ['of a core for each, all threads, %', (cpuShare * 100).toFixed(2)],
    ['streams a core', (1 / cpuShare).toFixed(0)],
    ['KiB a stream', ((resident - before) / 1_024 / STREAMS).toFixed(0)],
    [`memory after ${SESSIONS} sessions, MiB`, (settled / 2 ** 20).toFixed(0)],
    [`memory after ${2 * SESSIONS} sessions, MiB`, (after / 2 ** 20).toFixed(0)],
  ];
}

/** People who say something for a second, one after the other. */
async function sessions(voices: VoiceThread, count: number): Promise<void> {
  for (let n = 0; n < count; n += SESSIONS_AT_ONCE) await listen(voices, SESSIONS_AT_ONCE, 1);
}

/** Streams in which everybody speaks at the same time, as fast as they are heard. */
async function listen(
  voices: VoiceThread,
  count: number,
  seconds: number,
): Promise<{ cpuShare: number; resident: number }> {
  const streams = await Promise.all(Array.from({ length: count }, () => openStream(voices)));
  const cpu = process.cpuUsage();
  for (let at = 0; at < seconds * SPEECH_SAMPLE_RATE; at += PIECE_SAMPLES) {
    for (const stream of streams) stream.push(speechFrom(at, PIECE_SAMPLES));
    if (at % SPEECH_SAMPLE_RATE === 0) await Promise.all(streams.map((stream) => stream.settle()));
  }
  await Promise.all(streams.map((stream) => stream.settle()));
  const { user, system } = process.cpuUsage(cpu);
  const resident = process.memoryUsage.rss();
  for (const stream of streams) stream.end();
  return { cpuShare: (user + system) / 1e6 / (count * seconds), resident };
}

function openStream(voices: VoiceThread): Promise<VoiceStream> {
  return voices.open({
    onFrame: () => undefined,
    onDeath: (error) => {
      throw error;
    },
  });
}
