import { expect } from 'vitest';
import { AppError } from '#libs/kernel';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import { SPEECH_SAMPLE_RATE, type RecognizedUtterance, type SpeechToText } from '../ports/speech-to-text.js';
import { ListeningEar } from './listening-ear.js';
import { TWO_SENTENCES, twoSentences } from './two-sentences.js';

/** How far an utterance may be from where it was said: detectors take a little of the silence along. */
const TOLERANCE_MS = 400;
const ENGLISH = { language: 'en' };

async function listen(speech: SpeechToText, samples: Int16Array, pieceSamples = 320): Promise<ListeningEar> {
  const ear = new ListeningEar();
  const stream = await speech.open(ENGLISH, ear);
  for (const piece of piecesOf(samples, pieceSamples)) stream.push(piece);
  await stream.close();
  return ear;
}

function* piecesOf(samples: Int16Array, pieceSamples: number): Generator<Int16Array> {
  for (let start = 0; start < samples.length; start += pieceSamples) {
    yield samples.subarray(start, start + pieceSamples);
  }
}

function samplesUntil(samples: Int16Array, ms: number): number {
  return Math.min(samples.length, (ms * SPEECH_SAMPLE_RATE) / 1000);
}

/** Lower case without punctuation, so that recognizers may differ in style. */
function plain(utterances: readonly RecognizedUtterance[]): string[] {
  return utterances.map(({ text }) => text.toLowerCase().replace(/[^a-z' ]/g, ''));
}

function countOf<T>(all: readonly T[], wanted: T): number {
  return all.filter((one) => one === wanted).length;
}

function expectInOrder(spans: readonly { readonly startMs: number; readonly endMs: number }[]): void {
  let freeMs = 0;
  for (const { startMs, endMs } of spans) {
    expect(startMs).toBeGreaterThanOrEqual(freeMs);
    expect(endMs).toBeGreaterThan(startMs);
    freeMs = endMs;
  }
}

/** Every promise of SpeechToText. The subject hears `twoSentences()`, in every stream. */
export function speechToTextContract(options: ContractOptions<SpeechToText>): Contract {
  return contractOf('SpeechToText', options, {
    'tells every utterance once, in order, near to where it was said': async (speech) => {
      const { finals } = await listen(speech, await twoSentences());
      expect(plain(finals)).toEqual(plain(TWO_SENTENCES.map((said) => ({ speaker: 0, ...said }))));
      expectInOrder(finals);
      finals.forEach((final, index) => {
        expect(Math.abs(final.startMs - TWO_SENTENCES[index]!.startMs)).toBeLessThan(TOLERANCE_MS);
        expect(Math.abs(final.endMs - TWO_SENTENCES[index]!.endMs)).toBeLessThan(TOLERANCE_MS);
      });
    },

    'hears the same whatever the size of the pieces': async (speech) => {
      const samples = await twoSentences();
      const whole = await listen(speech, samples, samples.length);
      expect((await listen(speech, samples, 777)).finals).toEqual(whole.finals);
    },

    'keeps what was pushed when the caller uses the memory again': async (speech) => {
      const samples = await twoSentences();
      const ear = new ListeningEar();
      const stream = await speech.open(ENGLISH, ear);
      const memory = new Int16Array(320);
      for (const piece of piecesOf(samples, memory.length)) {
        memory.set(piece);
        stream.push(memory.subarray(0, piece.length));
        memory.fill(0);
      }
      await stream.close();
      expect(ear.finals).toEqual((await listen(speech, samples)).finals);
    },

    'announces each utterance where it starts, before it tells anything of it': async (speech) => {
      const { order, starts, finals, partials } = await listen(speech, await twoSentences());
      expect(starts).toEqual(finals.map(({ startMs }) => startMs));
      order.forEach((event, index) => {
        const before = order.slice(0, index);
        if (event !== 'start') expect(countOf(before, 'start')).toBeGreaterThan(countOf(before, 'final'));
      });
      if (!speech.capabilities.partialResults) expect(partials).toEqual([]);
    },

    'tells partial text of nothing that is told already': async (speech) => {
      const { told, finals } = await listen(speech, await twoSentences());
      expect(finals).not.toEqual([]);
      let toldMs = 0;
      for (const { kind, utterance } of told) {
        expect(utterance.startMs).toBeGreaterThanOrEqual(toldMs);
        if (kind === 'final') toldMs = utterance.endMs;
      }
    },

    'places every word within its utterance, where it has word times': async (speech) => {
      const { finals } = await listen(speech, await twoSentences());
      if (!speech.capabilities.wordTimes) return;
      expect(finals).not.toEqual([]);
      for (const { text, startMs, endMs, words = [] } of finals) {
        expect(words.map((word) => word.text).join(' ')).toBe(text);
        expectInOrder(words);
        expect(words[0]!.startMs).toBeGreaterThanOrEqual(startMs);
        expect(words.at(-1)!.endMs).toBeLessThanOrEqual(endMs);
      }
    },

    'tells of progress that never goes back, after what it covers, up to the end': async (speech) => {
      const samples = await twoSentences();
      const { progress } = await listen(speech, samples);
      expect(progress).toEqual(
        [...progress].sort((a, b) => a.handledMs - b.handledMs || a.speechMs - b.speechMs),
      );
      for (const { handledMs, finals } of progress) {
        const before = TWO_SENTENCES.filter(({ endMs }) => endMs + TOLERANCE_MS < handledMs).length;
        expect(finals).toBeGreaterThanOrEqual(before);
      }
      const last = progress.at(-1)!;
      expect(last.handledMs).toBeCloseTo((samples.length * 1000) / SPEECH_SAMPLE_RATE, 0);
      expect(last.speechMs).toBeGreaterThan(2_000);
      expect(last.speechMs).toBeLessThan(5_000);
    },

    'ends the open utterance on a flush, and goes on': async (speech) => {
      const samples = await twoSentences();
      const ear = new ListeningEar();
      const stream = await speech.open(ENGLISH, ear);
      const middle = samplesUntil(samples, 2_600);
      stream.push(samples.subarray(0, middle));
      await stream.flush();
      const flushed = [...ear.finals];
      expect(flushed).toHaveLength(1);
      expect(flushed[0]!.endMs).toBeLessThanOrEqual(2_600);
      expect(stream.backlogMs).toBeLessThan(100);
      stream.push(samples.subarray(middle));
      await stream.close();
      expectInOrder(ear.finals);
      expect(plain(ear.finals).at(-1)).toContain('umbrella');
    },

    'has nothing to end before there was audio': async (speech) => {
      const ear = new ListeningEar();
      const stream = await speech.open(ENGLISH, ear);
      await stream.flush();
      expect(ear.finals).toEqual([]);
      expect(stream.backlogMs).toBe(0);
      await stream.close();
      expect(ear.errors).toEqual([]);
    },

    'counts what was pushed and not yet dealt with': async (speech) => {
      const samples = await twoSentences();
      const stream = await speech.open(ENGLISH, new ListeningEar());
      expect(stream.backlogMs).toBe(0);
      stream.push(samples.subarray(0, samplesUntil(samples, 3_000)));
      expect(stream.backlogMs).toBeGreaterThan(0);
      await stream.close();
      expect(stream.backlogMs).toBe(0);
    },

    'tells nothing after it was closed, however often': async (speech) => {
      const samples = await twoSentences();
      const ear = new ListeningEar();
      const stream = await speech.open(ENGLISH, ear);
      await stream.close();
      stream.push(samples);
      await stream.flush();
      await stream.close();
      expect(ear.finals).toEqual([]);
    },

    'keeps streams apart that listen at the same time': async (speech) => {
      const samples = await twoSentences();
      const alone = await listen(speech, samples);
      const ears = [new ListeningEar(), new ListeningEar(), new ListeningEar()];
      const streams = await Promise.all(ears.map((ear) => speech.open(ENGLISH, ear)));
      for (const piece of piecesOf(samples, 1_600)) streams.forEach((stream) => stream.push(piece));
      await Promise.all(streams.map((stream) => stream.close()));
      for (const ear of ears) expect(ear.finals).toEqual(alone.finals);
    },

    'recognizes a whole recording as it does a stream': async (speech) => {
      const samples = await twoSentences();
      const { finals } = await listen(speech, samples);
      expect(await speech.transcribe(samples, ENGLISH)).toEqual(finals);
    },

    'accepts a region, and the wish to find out the language': async (speech) => {
      for (const language of ['en-US', 'multi', 'auto']) {
        const stream = await speech.open({ language }, new ListeningEar());
        await stream.close();
      }
    },

    'takes words to listen for and the languages of the owner, whether it can use them or not': async (
      speech,
    ) => {
      const ear = new ListeningEar();
      const wishes = { languages: ['en', 'es'], keyterms: ['Mneme', 'blue umbrella'] };
      const stream = await speech.open({ language: 'en', ...wishes }, ear);
      stream.push(await twoSentences());
      await stream.close();
      expect(plain(ear.finals)).toEqual(plain(TWO_SENTENCES.map((said) => ({ speaker: 0, ...said }))));
    },

    'refuses a language it does not understand, by its name': async (speech) => {
      if (speech.capabilities.languages.includes('*')) return;
      const refusal = {
        name: 'AppError',
        kind: 'invalid',
        code: 'LANGUAGE_UNSUPPORTED',
        details: { language: 'tlh' },
      };
      await expect(speech.open({ language: 'tlh' }, new ListeningEar())).rejects.toMatchObject(refusal);
      const transcribed = speech.transcribe(new Int16Array(320), { language: 'tlh' });
      await expect(transcribed).rejects.toBeInstanceOf(AppError);
    },
  });
}
