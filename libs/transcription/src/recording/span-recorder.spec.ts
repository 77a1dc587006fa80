import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import decode from 'audio-decode';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import type { CaptureLog } from '../capture/capture-log.js';
import { CaptureLogs } from '../capture/capture-logs.js';
import type { AudioFormat } from '../codecs/audio-format.js';
import { opusFrames, pcm16Bytes, tone } from '../testing/device-audio.js';
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

  it('is a WAV file of exactly the samples that were sent as PCM, odd cuts included', async () => {
    const samples = tone(3_000, 44_100);
    const bytes = pcm16Bytes(samples);
    const log = await begin({ codec: 'pcm16', sampleRate: 44_100 });
    await log.append(1, [
      bytes.subarray(0, 88_201),
      bytes.subarray(88_201, 176_401),
      bytes.subarray(176_401),
    ]);
    const recording = await recordSpan(logs, 'ada', 's1', { fromMs: 500, toMs: Infinity });
    expect(recording).toMatchObject({
      contentType: 'audio/wav',
      durationMs: (1_000 * (132_300 - 44_100)) / 44_100,
    });
    const file = Buffer.concat(await Array.fromAsync(recording!.content()));
    expect(file.length).toBe(44 + 2 * (132_300 - 44_100));
    const sent = Buffer.from(bytes.subarray(88_202));
    expect(file.subarray(46).equals(sent)).toBe(true);
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
