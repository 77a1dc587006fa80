import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelStore } from '../models/model-store.js';
import { SPEECH_SAMPLE_RATE } from '../ports/speech-to-text.js';
import { TWO_SENTENCES, twoSentences } from '../testing/two-sentences.js';
import { ThreadedVoiceActivity } from './threaded-voice-activity.js';
import { VoiceThread } from './voice-thread.js';

let downloadDir: string;
let voices: VoiceThread;

beforeAll(async () => {
  downloadDir = await mkdtemp(join(tmpdir(), 'mneme-voice-activity-'));
  voices = new VoiceThread({ store: new ModelStore({ modelsDir: null, downloadDir }) });
});
afterAll(async () => {
  await voices.close();
  await rm(downloadDir, { recursive: true, force: true });
});

async function* pieces(samples: Int16Array, size: number): AsyncGenerator<Int16Array> {
  for (let at = 0; at < samples.length; at += size)
    yield await Promise.resolve(samples.subarray(at, at + size));
}

describe('ThreadedVoiceActivity', () => {
  it('tells where somebody speaks, whatever the size of the pieces', async () => {
    const activity = new ThreadedVoiceActivity(voices);
    const samples = await twoSentences();
    const heard = await Array.fromAsync(activity.listen(pieces(samples, SPEECH_SAMPLE_RATE)));
    for (const { startMs, endMs } of TWO_SENTENCES) {
      expect(heard.some((stretch) => stretch.startMs < endMs && stretch.endMs > startMs)).toBe(true);
    }
    for (const { startMs, endMs } of heard) {
      expect(TWO_SENTENCES.some((said) => startMs > said.startMs - 500 && endMs < said.endMs + 500)).toBe(
        true,
      );
    }
    expect(await Array.fromAsync(activity.listen(pieces(samples, 777)))).toEqual(heard);
  });

  it('tells nothing of silence, and of nothing', async () => {
    const activity = new ThreadedVoiceActivity(voices);
    const silence = pieces(new Int16Array(3 * SPEECH_SAMPLE_RATE), SPEECH_SAMPLE_RATE);
    expect(await Array.fromAsync(activity.listen(silence))).toEqual([]);
    expect(await Array.fromAsync(activity.listen(pieces(new Int16Array(0), 1)))).toEqual([]);
  });

  it('fails with the recording', async () => {
    const broken = (async function* () {
      yield await Promise.resolve(new Int16Array(320));
      throw new Error('cut off');
    })();
    await expect(Array.fromAsync(new ThreadedVoiceActivity(voices).listen(broken))).rejects.toThrow(
      'cut off',
    );
  });
});
