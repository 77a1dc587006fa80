import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runContract } from '#libs/kernel/testing';
import { ModelStore } from '../models/model-store.js';
import { SPEECH_SAMPLE_RATE } from '../ports/speech-to-text.js';
import { ListeningEar } from '../testing/listening-ear.js';
import { speechToTextContract } from '../testing/speech-to-text.contract.js';
import { twoSentences } from '../testing/two-sentences.js';
import { SherpaSpeechToText } from './sherpa-speech-to-text.js';

let downloadDir: string;
let speech: SherpaSpeechToText;

beforeAll(async () => {
  downloadDir = await mkdtemp(join(tmpdir(), 'mneme-speech-'));
  speech = new SherpaSpeechToText({ model: 'base', store: new ModelStore({ modelsDir: null, downloadDir }) });
  await speech.warmUp();
});

afterAll(async () => {
  await speech.close();
  await rm(downloadDir, { recursive: true, force: true });
});

runContract(
  speechToTextContract({
    name: 'moonshine-base through sherpa',
    // One for all tests: streams share nothing but the thread, which the contract proves.
    create: () => ({ subject: speech, dispose: () => undefined }),
  }),
);

const ENGLISH = { language: 'en' };

function seconds(count: number, sample: (index: number) => number): Int16Array {
  return Int16Array.from({ length: count * SPEECH_SAMPLE_RATE }, (_, index) => sample(index));
}

/** The same noise every time: a linear congruential generator, -1 to 1. */
function noise(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state / 0x7fffffff) * 2 - 1;
  };
}

function joined(...parts: Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const words = (text: string) => text.toLowerCase().match(/[a-z']+/g) ?? [];

describe('SherpaSpeechToText', () => {
  it.each([
    ['silence', () => 0],
    ['the hiss of a quiet room', (random: () => number) => random() * 30],
    ['loud white noise', (random: () => number) => random() * 15_000],
    [
      'clicks',
      (random: () => number, index: number) => (index % 8_000 < 40 ? random() * 20_000 : random() * 20),
    ],
    [
      'the hum of a machine',
      (_random: () => number, index: number) => 3_000 * Math.sin((index * 2 * Math.PI * 50) / 16_000),
    ],
  ])('hears no words in %s', async (_name, sound) => {
    const random = noise();
    expect(
      await speech.transcribe(
        seconds(8, (index) => sound(random, index)),
        ENGLISH,
      ),
    ).toEqual([]);
  });

  it('hears a voice that is 30 dB quieter, behind the hiss of a room', async () => {
    const random = noise();
    const quiet = (await twoSentences()).map((sample) => sample / 32 + random() * 4);
    const heard = await speech.transcribe(quiet, ENGLISH);
    expect(heard.flatMap(({ text }) => words(text))).toEqual(expect.arrayContaining(['library', 'blue']));
  });

  it('cuts a long speech without a pause between words, losing and doubling none', async () => {
    const sentence = (await twoSentences()).subarray(1.27 * SPEECH_SAMPLE_RATE, 3.3 * SPEECH_SAMPLE_RATE);
    const heard = await speech.transcribe(joined(...Array.from({ length: 10 }, () => sentence)), ENGLISH);
    for (const { startMs, endMs } of heard) expect(endMs - startMs).toBeLessThanOrEqual(12_000);
    const said = heard.flatMap(({ text }) => words(text));
    expect(said.filter((word) => word === 'monday')).toHaveLength(10);
    expect(said.filter((word) => word === 'meet')).toHaveLength(10);
  });

  it('shows partial text while somebody speaks', async () => {
    const ear = new ListeningEar();
    const stream = await speech.open(ENGLISH, ear);
    const samples = await twoSentences();
    stream.push(samples.subarray(0, 2.9 * SPEECH_SAMPLE_RATE));
    await vi.waitFor(() => expect(ear.partials.length).toBeGreaterThan(0), { timeout: 5_000 });
    expect(ear.finals).toEqual([]);
    expect(words(ear.partials[0]!.text)).toContain('meet');
    await stream.close();
    expect(ear.finals[0]!.startMs).toBe(ear.partials[0]!.startMs);
  });

  describe('whose thread dies', () => {
    let folder: string;
    let mortal: SherpaSpeechToText;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'mneme-mortal-'));
      const store = new ModelStore({ modelsDir: null, downloadDir: join(folder, 'models') });
      mortal = new SherpaSpeechToText({ model: 'tiny', store });
    });
    afterEach(async () => {
      await mortal.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('tells its streams, and starts it again for the next', async () => {
      const ear = new ListeningEar();
      const stream = await mortal.open(ENGLISH, ear);
      stream.push(seconds(1, () => 0));
      await mortal.close();
      expect(ear.errors).toMatchObject([{ kind: 'unavailable', code: 'SPEECH_UNAVAILABLE' }]);
      await expect(stream.flush()).rejects.toMatchObject({ code: 'SPEECH_UNAVAILABLE' });
      await stream.close();
      expect(await mortal.transcribe(await twoSentences(), ENGLISH)).toHaveLength(2);
    });

    it('tells who waits for it to start, and tries again for the next', async () => {
      // The thread cannot write its token list below a file.
      await writeFile(join(folder, 'models'), '');
      await expect(mortal.warmUp()).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'SPEECH_UNAVAILABLE',
      });
      await rm(join(folder, 'models'));
      await mortal.warmUp();
    });
  });
});
