import { expect, vi } from 'vitest';
import { contractOf, type Contract, type ContractOptions, type ManualClock } from '#libs/kernel/testing';
import { SPEECH_SAMPLE_RATE, type RecognizedUtterance, type SpeechToText } from '../ports/speech-to-text.js';
import { ListeningEar } from './listening-ear.js';
import { KnownRecording } from './servers/known-recording.js';
import { soundHash } from './servers/heard-audio.js';
import { scriptedWords, type ScriptedWord } from './servers/scripted-words.js';
import type { VendorServer, VendorSession } from './servers/vendor-server.js';
import { TWO_SENTENCES, twoSentences } from './two-sentences.js';

/** A recognizer that streams to a vendor, with that vendor's server and the time that it lives in. */
export interface RemoteSpeech {
  readonly speech: SpeechToText;
  readonly server: VendorServer<VendorSession>;
  readonly clock: ManualClock;
}

const ENGLISH = { language: 'en' };
const WORDS = scriptedWords(TWO_SENTENCES);
const UNAVAILABLE = { kind: 'unavailable', code: 'SPEECH_UNAVAILABLE' };

const EVERYTHING = TWO_SENTENCES.map(({ text }) => text).join(' ');

function textOf(utterances: readonly RecognizedUtterance[]): string {
  return utterances.map(({ text }) => text).join(' ');
}

/** The words as a stream hears them that begins at `fromMs`. */
function wordsFrom(fromMs: number): ScriptedWord[] {
  return WORDS.filter(({ endMs }) => endMs > fromMs).map((word) => ({
    ...word,
    startMs: word.startMs - fromMs,
    endMs: word.endMs - fromMs,
  }));
}

function samplesFrom(samples: Int16Array, fromMs: number): Int16Array {
  return samples.subarray(Math.round((fromMs * SPEECH_SAMPLE_RATE) / 1_000));
}

/** Lets sockets of this process exchange what they have to say, before time moves on. */
async function exchange(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Pushes everything, waits until the stream has died, and answers what was heard. */
async function listenUntilDeath({ speech, clock }: RemoteSpeech, samples: Int16Array): Promise<ListeningEar> {
  const ear = new ListeningEar();
  const stream = await speech.open(ENGLISH, ear);
  stream.push(samples);
  for (let second = 0; second < 60 && ear.errors.length === 0; second += 1) {
    await exchange();
    await clock.advance(1_000);
  }
  await stream.close();
  return ear;
}

async function listenToEnd({ speech }: RemoteSpeech, samples: Int16Array): Promise<ListeningEar> {
  const ear = new ListeningEar();
  const stream = await speech.open(ENGLISH, ear);
  stream.push(samples);
  await stream.close();
  return ear;
}

/** What recognizers that stream to a vendor promise besides `speechToTextContract`: how they bear what vendors and networks do. */
export function remoteSpeechContract(options: ContractOptions<RemoteSpeech>): Contract {
  return contractOf('RemoteSpeech', options, {
    'sends the audio as it is': async (remote) => {
      remote.server.plan({ words: WORDS });
      const samples = await twoSentences();
      await listenToEnd(remote, samples);
      expect(remote.server.last.audio.hash()).toBe(soundHash(samples));
    },

    'lets go of the connection when it is closed': async (remote) => {
      remote.server.plan({ words: WORDS });
      await listenToEnd(remote, await twoSentences());
      await vi.waitFor(() => expect(remote.server.last.closeCode).not.toBeNull());
    },

    'tells voices apart, in order': async (remote) => {
      const speakers = TWO_SENTENCES.map((said, speaker) => ({ ...said, speaker }));
      remote.server.plan({ words: scriptedWords(speakers) });
      const { finals } = await listenToEnd(remote, await twoSentences());
      expect(finals.map(({ text, speaker }) => [text, speaker])).toEqual(
        speakers.map(({ text, speaker }) => [text, speaker]),
      );
    },

    'knows a refused key from a failure, and does not knock again soon': async ({ speech, server }) => {
      server.plan({ refuse: { status: 401 } });
      const refusal = await speech.open(ENGLISH, new ListeningEar()).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ kind: 'unavailable', code: 'SPEECH_CREDENTIALS_REFUSED' });
      expect((refusal as { retryAfterMs: number }).retryAfterMs).toBeGreaterThanOrEqual(60_000);
    },

    'passes on how long a busy provider asks to wait': async ({ speech, server }) => {
      server.plan({ refuse: { status: 429, retryAfter: '7' } });
      const refused = speech.open(ENGLISH, new ListeningEar());
      await expect(refused).rejects.toMatchObject({
        kind: 'rate_limited',
        code: 'SPEECH_RATE_LIMITED',
        retryAfterMs: 7_000,
      });
    },

    'is unavailable where nobody answers': async ({ speech, server }) => {
      await server.stop();
      await expect(speech.open(ENGLISH, new ListeningEar())).rejects.toMatchObject(UNAVAILABLE);
    },

    'loses and doubles no word when the provider hangs up in mid-utterance': async (remote) => {
      const samples = await twoSentences();
      remote.server.plan({ words: WORDS, closeAtMs: 5_400 });
      const before = await listenUntilDeath(remote, samples);
      expect(before.errors).toMatchObject([UNAVAILABLE]);
      expect(textOf(before.finals)).toBe(TWO_SENTENCES[0]!.text);

      const { handledMs } = before.progress.at(-1)!;
      remote.server.plan({ words: wordsFrom(handledMs) });
      const rest = samplesFrom(samples, handledMs);
      const after = await listenToEnd(remote, rest);
      expect(remote.server.last.audio.hash()).toBe(soundHash(rest));
      expect(textOf([...before.finals, ...after.finals])).toBe(EVERYTHING);
    },

    'tells a recording once and whole, wherever its connections are cut': async (remote) => {
      const samples = await twoSentences();
      const recording = new KnownRecording(samples, TWO_SENTENCES);
      const told: RecognizedUtterance[] = [];
      let handledMs = 0;
      for (const closeAtMs of [700, 1_300, 1_900, 2_600, 3_300, 2_200, 2_900]) {
        remote.server.plan({ recording, closeAtMs });
        const { finals, progress } = await listenUntilDeath(remote, samplesFrom(samples, handledMs));
        told.push(...finals);
        handledMs += progress.at(-1)?.handledMs ?? 0;
      }
      remote.server.plan({ recording });
      told.push(...(await listenToEnd(remote, samplesFrom(samples, handledMs))).finals);
      expect(textOf(told)).toBe(EVERYTHING);
    },

    'notices a connection that takes everything and answers nothing': async (remote) => {
      remote.server.plan({ words: WORDS, muteFromMs: 1_000 });
      const { errors, finals } = await listenUntilDeath(remote, await twoSentences());
      expect(errors).toMatchObject([{ ...UNAVAILABLE, details: { reason: 'silent' } }]);
      expect(finals).toEqual([]);
    },

    'overhears what does not belong to the protocol': async (remote) => {
      remote.server.plan({ words: WORDS, nonsenseAtMs: 2_000 });
      const { errors, finals } = await listenToEnd(remote, await twoSentences());
      expect(errors).toEqual([]);
      expect(finals).toHaveLength(TWO_SENTENCES.length);
    },

    'gives up a server that says nothing else': async (remote) => {
      remote.server.plan({ words: WORDS, nonsenseAtMs: 500, nonsenseRounds: 20 });
      const { errors } = await listenUntilDeath(remote, await twoSentences());
      expect(errors).toMatchObject([{ ...UNAVAILABLE, details: { reason: 'nonsense' } }]);
    },

    'takes final words that come late': async (remote) => {
      remote.server.plan({ words: WORDS, lateMs: 2_500 });
      const { finals, errors } = await listenToEnd(remote, await twoSentences());
      expect(textOf(finals)).toBe(EVERYTHING);
      expect(errors).toEqual([]);
    },

    'keeps a connection alive on which nobody speaks': async ({ speech, server, clock }) => {
      server.plan({ words: WORDS });
      const ear = new ListeningEar();
      const stream = await speech.open(ENGLISH, ear);
      for (let second = 0; second < 180; second += 1) {
        await clock.advance(1_000);
        await exchange();
      }
      // No provider waits longer than three minutes.
      expect(server.last.pings).toBeGreaterThanOrEqual(3);
      stream.push(await twoSentences());
      await stream.close();
      expect(ear.errors).toEqual([]);
      expect(ear.finals).toHaveLength(TWO_SENTENCES.length);
    },

    'says nothing of the key, nor anything in the provider’s words, when it fails': async (remote) => {
      remote.server.plan({ words: WORDS, errorAtMs: 2_000, error: 'secret_of_the_vendor' });
      const { errors } = await listenUntilDeath(remote, await twoSentences());
      expect(errors).toMatchObject([UNAVAILABLE]);
      const said = JSON.stringify([errors[0], errors[0]!.message, String(errors[0]!.cause)]);
      expect(said).not.toContain('secret_of_the_vendor');
      expect(said).not.toContain(remote.server.apiKey);
    },
  });
}
