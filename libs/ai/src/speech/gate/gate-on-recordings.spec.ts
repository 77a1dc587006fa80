import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import decode from 'audio-decode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { Metrics, SilentLog } from '#libs/observability';
import { skipNotice, testDataFolder } from '../../../../../test/support/test-data.js';
import { ModelStore } from '../../models/model-store.js';
import { SPEECH_SAMPLE_RATE, type SpeechToText } from '../../ports/speech-to-text.js';
import { ListeningEar } from '../../testing/listening-ear.js';
import { SherpaSpeechToText } from '../sherpa-speech-to-text.js';
import { VoiceThread } from '../voice-thread.js';
import { GatedSpeechToText } from './gated-speech-to-text.js';

const RECORDINGS = 12;
const PAUSE_S = 12;
/** Of 32,768: the hiss of a quiet room, -60 dB of full scale. */
const ROOM_NOISE = 33;
const TIMEOUT_MS = 180_000;

const audio = testDataFolder('audio');
if (!audio) skipNotice('the voice gate on real recordings');

async function recordingsIn(folder: string): Promise<Int16Array[]> {
  const names = (await readdir(folder)).filter((name) => /\.(flac|wav)$/.test(name)).sort();
  const decoded = names.slice(0, RECORDINGS).map(async (name) => {
    const { channelData } = await decode(await readFile(join(folder, name)));
    return Int16Array.from(channelData[0]!, (sample) => Math.round(sample * 32_767));
  });
  return Promise.all(decoded);
}

/** The recordings with long pauses before, between and behind them, all of it in a quiet room. */
function withPauses(recordings: readonly Int16Array[]): Int16Array {
  const pause = PAUSE_S * SPEECH_SAMPLE_RATE;
  const total = recordings.reduce((sum, { length }) => sum + length + pause, pause);
  const sound = new Int16Array(total);
  let seed = 1;
  for (let index = 0; index < total; index += 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    sound[index] = Math.round((seed / 2 ** 31 - 1) * ROOM_NOISE);
  }
  let at = pause;
  for (const recording of recordings) {
    recording.forEach(
      (sample, index) =>
        (sound[at + index] = Math.max(-32_768, Math.min(32_767, sample + sound[at + index]!))),
    );
    at += recording.length + pause;
  }
  return sound;
}

async function wordsHeard(speech: SpeechToText, sound: Int16Array): Promise<string[]> {
  const ear = new ListeningEar();
  const stream = await speech.open({ language: 'en' }, ear);
  for (let start = 0; start < sound.length; start += SPEECH_SAMPLE_RATE) {
    stream.push(sound.subarray(start, start + SPEECH_SAMPLE_RATE));
    while (stream.backlogMs > 30_000) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await stream.close();
  expect(ear.errors).toEqual([]);
  return ear.finals.flatMap(({ text }) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []);
}

/** How many words of the first are not in the second, in their order. */
function wordsMissing(all: readonly string[], heard: readonly string[]): number {
  let row = new Array<number>(heard.length + 1).fill(0);
  for (const word of all) {
    const next = [0];
    heard.forEach((other, index) => {
      next.push(word === other ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
    });
    row = next;
  }
  return all.length - row.at(-1)!;
}

describe.skipIf(!audio)('the voice gate on real recordings', () => {
  let folder: string;
  let local: SherpaSpeechToText;
  let voices: VoiceThread;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-gate-'));
    const store = new ModelStore({ modelsDir: null, downloadDir: join(folder, 'models') });
    local = new SherpaSpeechToText({ model: 'tiny', store });
    voices = new VoiceThread({ store });
    await Promise.all([local.warmUp(), voices.warmUp()]);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await local.close();
    await voices.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['librivox', 'librispeech-test-other'])(
    'withholds the pauses and loses no words (%s)',
    async (source) => {
      const sound = withPauses(await recordingsIn(join(audio!, source)));
      const metrics = new Metrics();
      const base = { voices, clock: new SystemClock(), metrics, log: new SilentLog() };
      const shadowed = await wordsHeard(new GatedSpeechToText(local, { ...base, mode: 'shadow' }), sound);
      const gated = await wordsHeard(new GatedSpeechToText(local, { ...base, mode: 'active' }), sound);
      const withheldS = (await metrics.speechAudioWithheld.get()).values.map(({ value }) => value);
      const atRisk = (await metrics.speechWordsAtRisk.get()).values;
      const seconds = sound.length / SPEECH_SAMPLE_RATE;
      const missing = wordsMissing(shadowed, gated);
      process.stderr.write(
        `\nvoice gate, ${source}: ${((100 * withheldS[1]!) / seconds).toFixed(0)} % of ${Math.round(seconds)} s withheld, ` +
          `${shadowed.length} words heard without it, ${gated.length} with it, ${missing} of them written otherwise\n`,
      );
      expect(shadowed.length).toBeGreaterThan(60);
      expect(atRisk).toEqual([]);
      for (const withheld of withheldS) expect(withheld / seconds).toBeGreaterThan(0.4);
      // Nothing is lost; but the recognizer writes some words otherwise when an utterance begins or ends a frame earlier.
      expect(gated.length).toBeGreaterThanOrEqual(shadowed.length * 0.99);
      expect(missing).toBeLessThanOrEqual(shadowed.length * 0.04);
    },
    TIMEOUT_MS,
  );
});
