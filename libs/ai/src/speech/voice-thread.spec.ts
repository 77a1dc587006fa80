import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelStore } from '../models/model-store.js';
import { TWO_SENTENCES, twoSentences } from '../testing/two-sentences.js';
import { FRAME_MS, FRAME_SAMPLES } from './audio-frames.js';
import type { JudgedFrame } from './voice-stream.js';
import { VoiceThread } from './voice-thread.js';

let downloadDir: string;
let voices: VoiceThread;

beforeAll(async () => {
  downloadDir = await mkdtemp(join(tmpdir(), 'mneme-voices-'));
  voices = new VoiceThread({ store: new ModelStore({ modelsDir: null, downloadDir }) });
  await voices.warmUp();
});
afterAll(async () => {
  await voices.close();
  await rm(downloadDir, { recursive: true, force: true });
});

async function listen(samples: Int16Array, pieceSamples: number): Promise<JudgedFrame[]> {
  const frames: JudgedFrame[] = [];
  const stream = await voices.open({
    onFrame: (frame) => void frames.push(frame),
    onDeath: () => expect.unreachable(),
  });
  for (let start = 0; start < samples.length; start += pieceSamples) {
    stream.push(samples.subarray(start, start + pieceSamples));
  }
  await stream.finish();
  return frames;
}

function voicedFrames(frames: readonly JudgedFrame[]): number[] {
  return frames.flatMap(({ voiced }, index) => (voiced ? [index] : []));
}

describe('VoiceThread', () => {
  it('hears a voice where somebody speaks, and nowhere else', async () => {
    const voiced = voicedFrames(await listen(await twoSentences(), 320));
    expect(voiced.length * FRAME_MS).toBeGreaterThan(2_500);
    for (const frame of voiced) {
      const atMs = frame * FRAME_MS;
      const said = TWO_SENTENCES.some(({ startMs, endMs }) => atMs > startMs - 400 && atMs < endMs + 400);
      expect(said, `${atMs} ms`).toBe(true);
    }
  });

  it('tells every sample once, in order, with its verdict, whatever the size of the pieces', async () => {
    const samples = await twoSentences();
    const frames = await listen(samples, 320);
    const told = new Int16Array(frames.length * FRAME_SAMPLES);
    frames.forEach((frame, index) => told.set(frame.samples, index * FRAME_SAMPLES));
    expect(told.subarray(0, samples.length)).toEqual(samples);
    expect(await listen(samples, 777)).toEqual(frames);
    expect(await listen(samples, samples.length)).toEqual(frames);
  });

  it('tells silence at once, without asking the thread', async () => {
    const frames: JudgedFrame[] = [];
    const stream = await voices.open({
      onFrame: (frame) => void frames.push(frame),
      onDeath: () => expect.unreachable(),
    });
    stream.push(new Int16Array(10 * FRAME_SAMPLES + 7));
    expect(frames.map(({ voiced }) => voiced)).toEqual(new Array(10).fill(false));
    expect(stream.pendingSamples).toBe(7);
    stream.end();
  });

  it('keeps streams apart that listen at the same time', async () => {
    const samples = await twoSentences();
    const alone = voicedFrames(await listen(samples, 320));
    const together = await Promise.all([320, 500, 1_600].map((size) => listen(samples, size)));
    for (const frames of together) expect(voicedFrames(frames)).toEqual(alone);
  });

  it('tells its streams when it dies, and starts again for the next', async () => {
    const mortal = new VoiceThread({ store: new ModelStore({ modelsDir: null, downloadDir }) });
    const deaths: unknown[] = [];
    const stream = await mortal.open({ onFrame: () => undefined, onDeath: (error) => deaths.push(error) });
    await mortal.close();
    expect(deaths).toMatchObject([{ kind: 'unavailable', code: 'SPEECH_UNAVAILABLE' }]);
    await expect(stream.settle()).rejects.toMatchObject({ code: 'SPEECH_UNAVAILABLE' });
    await mortal.warmUp();
    await mortal.close();
  });
});
