import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, TurnTaker } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import type { SpeechToText } from '#libs/ai';
import { audibleWords, FakeSpeechToText, WordHearer, type AudibleWord, type Hearing } from '#libs/ai/testing';
import { Metrics, SilentLog } from '#libs/observability';
import { CaptureLogs } from '../capture/capture-logs.js';
import { pcm16Bytes } from '../testing/device-audio.js';
import { noise } from '../testing/noise.js';
import { RememberingListener } from '../testing/remembering-listener.js';
import { failedMs, totalMs } from './audio-fate.js';
import { LiveSession } from './live-session.js';
import { PLAIN_SPEECH } from './live-session-params.js';
import { SpeechChain } from './speech-chain.js';

const FRAME_SAMPLES = 320;

let dataDir: string;
let clock: ManualClock;
let capture: CaptureLogs;
let listener: RememberingListener;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mneme-chain-'));
  clock = new ManualClock();
  capture = new CaptureLogs({ dataDir, groupCommitMs: 0 }, clock);
  listener = new RememberingListener();
});
afterEach(async () => {
  await capture.onApplicationShutdown();
  await rm(dataDir, { recursive: true, force: true });
});

function chainOf(...providers: SpeechToText[]): SpeechChain {
  return new SpeechChain({ inOrder: providers }, clock, new SilentLog());
}

function open(chain: SpeechChain, sessionId = 's1'): Promise<LiveSession> {
  const log = new SilentLog();
  return LiveSession.open(
    {
      ...{ ownerId: 'ada', sessionId, codec: 'pcm16', sampleRate: 16_000, language: 'en' },
      ...{ recognize: true, speech: PLAIN_SPEECH, resume: null },
    },
    { capture, speech: chain, turns: new TurnTaker(clock, 4), clock, log, metrics: new Metrics() },
    listener,
  );
}

function framesOf(samples: Int16Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let start = 0; start < samples.length; start += FRAME_SAMPLES) {
    frames.push(pcm16Bytes(samples.slice(start, start + FRAME_SAMPLES)));
  }
  return frames;
}

/** Sends sound in batches, a second of it in a second, to the end. */
async function play(session: LiveSession, samples: Int16Array, fromSeq = 1): Promise<void> {
  const frames = framesOf(samples);
  for (let start = 0; start < frames.length; start += 50) {
    await session.push(fromSeq + start, frames.slice(start, start + 50));
    await clock.advance(1_000);
  }
}

/** Closing does not wait for recognizers that are away: first all but the silence at the end has to be heard. */
async function heardAndClosed(session: LiveSession): Promise<void> {
  await vi.waitFor(async () => {
    await clock.advance(1_000);
    expect(session.positionMs - session.handledMs).toBeLessThan(500);
  });
  await closed(session);
}

async function closed(session: LiveSession): Promise<void> {
  let isClosed = false;
  const closing = session.close({ drainWithinMs: Infinity }).then(() => (isClosed = true));
  await vi.waitFor(async () => {
    await clock.advance(1_000);
    expect(isClosed).toBe(true);
  });
  await closing;
}

/** Words of 150 to 400 ms, most of them close to the one before, some after a pause. */
function someWords(random: Generator<number, never>, count: number): AudibleWord[] {
  let atMs = 200;
  return Array.from({ length: count }, (_, index) => {
    const draw = () => random.next().value;
    atMs += draw() < 0.2 ? 500 + draw() * 1_500 : 10 + draw() * 60;
    const startMs = Math.round(atMs);
    atMs = startMs + 150 + draw() * 250;
    return { number: index + 1, startMs, endMs: Math.round(atMs) };
  });
}

const wordsOf = (texts: readonly string[]) => texts.join(' ').split(' ');

describe('a recognizer that dies and is replaced', () => {
  it.each(Array.from({ length: 24 }, (_, index) => index + 1))(
    'leaves no word out and tells none twice, whenever that happens (seed %i)',
    async (seed) => {
      const random = noise(seed);
      const draw = () => random.next().value;
      const words = someWords(random, 60);
      const samples = audibleWords(words, Math.ceil(words.at(-1)!.endMs / 1_000) * 1_000 + 1_000);
      const dying = (name: string): Hearing => ({
        name,
        // Two recognizers may differ by this much; they hear the same words.
        lateMs: Math.round((draw() - 0.5) * 80),
        wordTimes: draw() < 0.7,
        diesAfterMs: (stream) => (stream < 8 && draw() < 0.9 ? draw() * 9_000 : undefined),
        refuses: (stream) => stream < 8 && draw() < 0.3,
      });
      const session = await open(chainOf(new WordHearer(dying('first')), new WordHearer(dying('second'))));
      await play(session, samples);
      await heardAndClosed(session);
      expect(wordsOf(listener.texts)).toEqual(words.map(({ number }) => `w${number}`));
      expect(totalMs(listener.fate)).toBeCloseTo((samples.length * 1_000) / 16_000, 3);
      expect(failedMs(listener.fate)).toBe(0);
      const ends = listener.utterances.map(({ positionEndMs }) => positionEndMs);
      listener.utterances.forEach(({ positionStartMs }, index) =>
        expect(positionStartMs).toBeGreaterThanOrEqual(ends[index - 1] ?? 0),
      );
    },
  );
});

describe('a chain of speech providers', () => {
  const AWAY = new AppError('unavailable', 'SPEECH_UNAVAILABLE', 'It is away.');
  const words = [
    { number: 1, startMs: 200, endMs: 500 },
    { number: 2, startMs: 2_000, endMs: 2_300 },
    { number: 3, startMs: 4_000, endMs: 4_300 },
  ];
  const sound = audibleWords(words, 6_000);

  it('serves with the next one while the first is away, and says so', async () => {
    const first = new FakeSpeechToText({ utterances: [], refusal: AWAY }).as('first', { languages: ['*'] });
    const session = await open(chainOf(first, new WordHearer({ name: 'second' })));
    await play(session, sound);
    await closed(session);
    expect(wordsOf(listener.texts)).toEqual(['w1', 'w2', 'w3']);
    expect(listener.ready).toEqual([{ provider: 'second', fallbackFrom: 'first' }]);
    expect(listener.utterances.map(({ provider }) => provider)).toEqual(['second', 'second', 'second']);
    expect(listener.speech).toEqual(['ready']);
  });

  it('goes back to the first between two utterances once it is there again', async () => {
    const first = new WordHearer({ name: 'first', refuses: (stream) => stream === 0 });
    const session = await open(chainOf(first, new WordHearer({ name: 'second' })));
    await play(session, sound);
    await closed(session);
    expect(wordsOf(listener.texts)).toEqual(['w1', 'w2', 'w3']);
    expect(listener.ready).toEqual([
      { provider: 'second', fallbackFrom: 'first' },
      { provider: 'first', fallbackFrom: null },
    ]);
    expect(listener.utterances.at(-1)!.provider).toBe('first');
  });

  it('does not knock at a provider that is away for each new session', async () => {
    const first = new FakeSpeechToText({ utterances: [], refusal: AWAY }).as('first', { languages: ['*'] });
    const chain = chainOf(first, new WordHearer({ name: 'second' }));
    const sessions = await Promise.all(['a', 'b', 'c', 'd'].map((id) => open(chain, id)));
    await vi.waitFor(() => expect(listener.ready).toHaveLength(4));
    expect(first.opened.length).toBeLessThanOrEqual(4);
    const knocks = first.opened.length;
    await open(chain, 'e').then(closed);
    expect(first.opened).toHaveLength(knocks);
    await Promise.all(sessions.map((session) => closed(session)));
  });

  it('takes a provider that dies of everything out of the way of all sessions', async () => {
    const dying = new FakeSpeechToText({ utterances: [], failAtMs: 0 }).as('first', { languages: ['*'] });
    const chain = chainOf(dying, new WordHearer({ name: 'second' }));
    const session = await open(chain);
    await play(session, sound);
    await closed(session);
    expect(wordsOf(listener.texts)).toEqual(['w1', 'w2', 'w3']);
    expect(listener.utterances.at(-1)!.provider).toBe('second');
    expect(dying.opened.length).toBeLessThan(8);
  });

  it('keeps the audio while all are away, and recognizes it when one is back', async () => {
    const refuses = (stream: number) => stream < 4;
    const first = new WordHearer({ name: 'first', refuses });
    const session = await open(chainOf(first, new WordHearer({ name: 'second', refuses })));
    await play(session, sound);
    await vi.waitFor(async () => {
      await clock.advance(10_000);
      expect(wordsOf(listener.texts)).toEqual(['w1', 'w2', 'w3']);
    });
    expect(listener.speech[0]).toBe('SPEECH_UNAVAILABLE');
    await closed(session);
  });

  it('passes over providers that do not understand what is spoken', () => {
    const english = new FakeSpeechToText().as('english', { languages: ['en'] });
    const many = new FakeSpeechToText().as('many', { languages: ['*'], multilingual: true });
    const namesFor = (language: string, languages?: string[]) =>
      chainOf(english, many)
        .candidatesFor({ language, ...(languages && { languages }) })
        .map(({ name }) => name);
    expect(namesFor('en')).toEqual(['english', 'many']);
    expect(namesFor('de')).toEqual(['many']);
    expect(namesFor('multi')).toEqual(['many']);
    expect(namesFor('multi', ['en'])).toEqual(['english', 'many']);
    expect(namesFor('multi', ['en', 'de'])).toEqual(['many']);
    expect(
      chainOf(english)
        .candidatesFor({ language: 'multi' })
        .map(({ name }) => name),
    ).toEqual(['english']);
    expect(() => chainOf(english).assertSupports('de')).toThrow(
      expect.objectContaining({ code: 'LANGUAGE_UNSUPPORTED' }),
    );
  });
});

describe('numbers of voices', () => {
  it('are never given to another voice by the next stream', async () => {
    const told = (text: string, speaker: number, startMs: number) => ({
      ...{ text, speaker, startMs },
      endMs: startMs + 300,
    });
    const speech = new FakeSpeechToText(
      { utterances: [told('a', 0, 200), told('b', 1, 700)], failAtMs: 1_500 },
      { utterances: [told('c', 0, 500), told('d', 1, 1_000), told('e', 0, 1_500)] },
    ).as('first', { diarization: true });
    const session = await open(chainOf(speech));
    await play(session, new Int16Array(4 * 16_000));
    await closed(session);
    expect(listener.utterances.map(({ speaker }) => speaker)).toEqual([0, 1, 2, 3, 2]);
  });
});

describe('speech of which no words came', () => {
  const words = [
    { number: 1, startMs: 500, endMs: 900 },
    { number: 2, startMs: 3_000, endMs: 3_700 },
    { number: 3, startMs: 3_750, endMs: 4_600 },
    { number: 4, startMs: 7_000, endMs: 7_400 },
  ];
  const sound = audibleWords(words, 9_000);
  const deafTo = (numbers: number[]) => ({ misses: new Set(numbers) });

  it('is given to the next provider, and what that hears is told in its place, once', async () => {
    const second = new WordHearer({ name: 'second' });
    const session = await open(chainOf(new WordHearer({ name: 'first', ...deafTo([2, 3]) }), second));
    await play(session, sound);
    await heardAndClosed(session);
    expect(listener.texts).toEqual(['w1', 'w4']);
    expect(listener.found.map(({ text, provider }) => [text, provider])).toEqual([['w2 w3', 'second']]);
    expect(listener.found[0]).toMatchObject({ positionStartMs: 3_000, positionEndMs: 4_600 });
    expect(listener.found[0]!.endMs - listener.found[0]!.startMs).toBe(1_600);
    expect(failedMs(listener.fate)).toBe(0);
    expect(totalMs(listener.fate)).toBeCloseTo(9_000, 3);
    expect(session.ledger.transcribedMs).toBe(400 + 1_600 + 400);
    // Only the gap and a little around it was heard again.
    expect(second.recordingsMs).toEqual([2_000]);
  });

  it('is given to a remote provider once more when there is no other', async () => {
    const only = new WordHearer({ name: 'only', remote: true, ...deafTo([2, 3]) });
    const session = await open(chainOf(only));
    await play(session, sound);
    await heardAndClosed(session);
    expect(listener.found.map(({ text }) => text)).toEqual(['w2 w3']);
  });

  it('stays failed, and says why, when nobody else is there', async () => {
    const session = await open(chainOf(new WordHearer({ name: 'only', ...deafTo([2, 3]) })));
    await play(session, sound);
    await heardAndClosed(session);
    expect(listener.found).toEqual([]);
    expect(listener.fate.failed).toEqual({ empty_unexpected: 1_600 });
    expect(session.ledger.failed).toEqual({ empty_unexpected: 1_600 });
  });
});

describe('a session that nobody is to recognize', () => {
  it('keeps its sound and counts it, and opens no recognizer', async () => {
    const speech = new WordHearer({ name: 'only' });
    const log = new SilentLog();
    const session = await LiveSession.open(
      {
        ...{ ownerId: 'ada', sessionId: 's1', codec: 'pcm16', sampleRate: 16_000, language: 'xx' },
        ...{ recognize: false, speech: PLAIN_SPEECH, resume: null },
      },
      {
        capture,
        speech: chainOf(speech),
        turns: new TurnTaker(clock, 4),
        clock,
        log,
        metrics: new Metrics(),
      },
      listener,
    );
    await play(session, new Int16Array(2 * 16_000));
    await session.flush();
    expect(session.handledMs).toBe(2_000);
    await closed(session);
    expect(speech.streams).toBe(0);
    expect(listener.fate).toEqual({ silentMs: 0, transcribedMs: 0, keptMs: 2_000, failed: {} });
    expect(listener.progress.at(-1)).toBe(2_000);
  });
});
