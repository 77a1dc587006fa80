import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import decode from 'audio-decode';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import type { CaptureLog } from '../capture/capture-log.js';
import { CaptureLogs } from '../capture/capture-logs.js';
import type { AudioFormat } from '../codecs/audio-format.js';
import { decodeOggOpus } from '../codecs/ogg-opus.js';
import { aacFrames, lc3Frames, opusFrames, pcm16Bytes, tone } from '../testing/device-audio.js';
import { recordSpan, type SpanRecording } from './span-recorder.js';

const OPUS: AudioFormat = { codec: 'opus', sampleRate: 16_000 };
const ALL = { fromMs: 0, toMs: Infinity };

let dataDir: string;
let clock: ManualClock;
let logs: CaptureLogs;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mneme-recording-'));
  clock = new ManualClock();
  logs = new CaptureLogs({ dataDir, groupCommitMs: 0 }, clock);
});
afterEach(async () => {
  await logs.onApplicationShutdown();
  await rm(dataDir, { recursive: true, force: true });
});

function begin(format: AudioFormat): Promise<CaptureLog> {
  return logs.create({ ownerId: 'ada', sessionId: 's1', ...format, language: 'en', device: null });
}

/** A second of the tone a second, as a device in the room sends it. */
async function record(log: CaptureLog, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    await clock.advance(1_000);
    await log.append(log.durableSeq + 1, opusFrames(1_000));
  }
}

async function soundOf(recording: SpanRecording | null): Promise<{ samples: Float32Array; seconds: number }> {
  const file = Buffer.concat(await Array.fromAsync(recording!.content()));
  const { channelData, sampleRate } = await decode(file);
  return { samples: channelData[0]!, seconds: channelData[0]!.length / sampleRate };
}

/** What the file plays by our own decoder, which honours where it says that sound begins and ends. */
async function heardIn(recording: SpanRecording | null): Promise<Int16Array> {
  if (!recording) return new Int16Array(0);
  const pieces = await Array.fromAsync(decodeOggOpus(recording.content()));
  return Int16Array.from(pieces.flatMap((piece) => [...piece]));
}

/** In messages that cut samples in two. */
function oddly(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / 641) }, (_, n) =>
    bytes.subarray(n * 641, (n + 1) * 641),
  );
}

function eightBits(samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, (sample) => (sample >> 8) + 128);
}

describe('recording of a span', () => {
  it('is an Ogg Opus file as long as the span, that says when it was recorded', async () => {
    const startedMs = clock.nowMs();
    await record(await begin(OPUS), 5);
    const recording = await recordSpan(logs, 'ada', 's1', { fromMs: 1_000, toMs: 4_000 });
    expect(recording).toMatchObject({
      contentType: 'audio/ogg',
      extension: 'ogg',
      durationMs: 3_000,
      stretches: [{ offsetMs: 0, wallMs: startedMs + 1_000 }],
    });
    expect((await soundOf(recording)).seconds).toBeCloseTo(3, 1);
  });

  it.each<[AudioFormat, () => Uint8Array[], number]>([
    [{ codec: 'pcm16', sampleRate: 44_100 }, () => oddly(pcm16Bytes(tone(3_000, 44_100))), 3_000],
    [{ codec: 'pcm8', sampleRate: 8_000 }, () => [eightBits(tone(3_000, 8_000))], 3_000],
    [{ codec: 'lc3', sampleRate: 16_000 }, () => lc3Frames(tone(3_000)), 3_000],
    [
      { codec: 'aac', sampleRate: 44_100 },
      () => aacFrames(44_100),
      (aacFrames(44_100).length * 1_024) / 44.1,
    ],
  ])('is Ogg Opus too, as long as what was sent, for %o', async (format, frames, lengthMs) => {
    const log = await begin(format);
    await log.append(1, frames());
    const recording = await recordSpan(logs, 'ada', 's1', ALL);
    expect(recording).toMatchObject({ contentType: 'audio/ogg', extension: 'ogg' });
    expect(recording!.durationMs).toBeCloseTo(lengthMs, 1);
    const sound = await heardIn(recording);
    expect(sound.length).toBe(Math.round(lengthMs * 16));
    expect(sound.subarray(8_000, 24_000).reduce((most, value) => Math.max(most, value), 0)).toBeGreaterThan(
      6_000,
    );
  });

  it.each<[AudioFormat, Uint8Array[]]>([
    [OPUS, opusFrames(4_000)],
    [{ codec: 'pcm16', sampleRate: 16_000 }, oddly(pcm16Bytes(tone(4_000)))],
    [{ codec: 'lc3', sampleRate: 16_000 }, lc3Frames(tone(4_000))],
  ])('joins with the next span of %o without a gap, an overlap or a click', async (format, frames) => {
    const log = await begin(format);
    await log.append(1, frames);
    const cuts = [0, 700, 1_513, 1_513.5, 3_001, Infinity];
    const pieces: Int16Array[] = [];
    for (const [n, toMs] of cuts.slice(1).entries()) {
      pieces.push(await heardIn(await recordSpan(logs, 'ada', 's1', { fromMs: cuts[n]!, toMs })));
    }
    const joined = Int16Array.from(pieces.flatMap((piece) => [...piece]));
    const whole = await heardIn(await recordSpan(logs, 'ada', 's1', ALL));
    expect(joined.length).toBe(whole.length);
    const steps = (sound: Int16Array) =>
      sound.subarray(2_000, -2_000).map((value, n) => Math.abs(value - sound[2_000 + n - 1]!));
    const largest = (sound: Int16Array) => steps(sound).reduce((most, step) => Math.max(most, step), 0);
    expect(largest(joined)).toBeLessThan(1.5 * largest(whole));
  });

  it('keeps a pause of a minute as silence, so that the file runs with the clock', async () => {
    const log = await begin(OPUS);
    await record(log, 3);
    await clock.advance(60_000);
    await record(log, 3);
    const recording = await recordSpan(logs, 'ada', 's1', ALL);
    expect(recording!.durationMs).toBe(66_000);
    expect(recording!.stretches).toHaveLength(1);
    const { samples, seconds } = await soundOf(recording);
    expect(seconds).toBeCloseTo(66, 1);
    const perSecond = samples.length / seconds;
    const peak = (from: number, to: number) =>
      samples
        .subarray(from * perSecond, to * perSecond)
        .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(peak(1, 2)).toBeGreaterThan(0.3);
    expect(peak(10, 60)).toBeLessThan(0.001);
    expect(peak(64, 65)).toBeGreaterThan(0.3);
  });

  it('leaves out a pause of an hour and says where the clock goes on', async () => {
    const startedMs = clock.nowMs();
    const log = await begin(OPUS);
    await record(log, 3);
    await clock.advance(3_600_000);
    await record(log, 3);
    const recording = await recordSpan(logs, 'ada', 's1', ALL);
    expect(recording).toMatchObject({
      durationMs: 6_000,
      stretches: [
        { offsetMs: 0, wallMs: startedMs },
        { offsetMs: 3_000, wallMs: startedMs + 3_603_000 },
      ],
    });
  });

  it('plays erased sound as silence of its length', async () => {
    await record(await begin(OPUS), 3);
    await logs.erase('ada', 's1', { fromMs: 1_000, toMs: 2_000 });
    const recording = await recordSpan(logs, 'ada', 's1', ALL);
    expect(recording!.durationMs).toBe(3_000);
    const { samples } = await soundOf(recording);
    const quiet = samples.subarray(samples.length * 0.4, samples.length * 0.6);
    expect(quiet.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThan(0.001);
  });

  it('is null when there is no sound, no log, or it is another owner’s', async () => {
    await record(await begin(OPUS), 1);
    expect(await recordSpan(logs, 'ada', 's1', { fromMs: 5_000, toMs: 6_000 })).toBeNull();
    expect(await recordSpan(logs, 'ada', 's2', ALL)).toBeNull();
    expect(await recordSpan(logs, 'eve', 's1', ALL)).toBeNull();
  });
});
