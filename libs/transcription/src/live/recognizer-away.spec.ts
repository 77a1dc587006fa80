import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#libs/kernel';
import { FakeSpeechToText, type SpeechScript } from '#libs/ai/testing';
import { opusFrames } from '../testing/device-audio.js';
import { LiveSessionBench, PARAMS, TWO_SENTENCES } from '../testing/live-session-bench.js';
import { LiveSession } from './live-session.js';

let bench: LiveSessionBench;

beforeEach(async () => {
  bench = await LiveSessionBench.start();
});
afterEach(() => bench.stop());

describe('a live session whose recognizer dies', () => {
  const BEFORE: SpeechScript = { utterances: TWO_SENTENCES.utterances, failAtMs: 1_200 };
  /** Hears from the end of `good morning` on. */
  const AFTER: SpeechScript = { utterances: [{ text: 'how are you', startMs: 300, endMs: 1_200 }] };

  it('sends the audio behind the last handled position again, and no text twice', async () => {
    const speech = new FakeSpeechToText(BEFORE, AFTER);
    const session = await bench.open(speech);
    await session.push(1, opusFrames(3_000));
    await vi.waitFor(() => expect(bench.listener.texts).toEqual(['good morning']));
    await vi.waitFor(async () => {
      await bench.clock.advance(500);
      expect(bench.listener.texts).toEqual(['good morning', 'how are you']);
    });
    expect(speech.opened).toHaveLength(2);
    expect(bench.listener.utterances[1]!.positionStartMs).toBe(1_500);
    await session.close();
    expect(session.ledger).toMatchObject({
      receivedMs: 3_000,
      transcribedMs: 1_700,
      pendingMs: 0,
      failed: {},
    });
  });
});

describe('a live session without a recognizer', () => {
  const MISSING = new AppError('unavailable', 'SPEECH_MODEL_MISSING', 'The model file is missing.');
  const REFUSED: SpeechScript = { utterances: [], refusal: MISSING };
  const DEAD: SpeechScript = { utterances: [], failAtMs: 0 };
  const SPEECH_AWAY = {
    kind: 'unavailable',
    code: 'SPEECH_UNAVAILABLE',
    details: { reason: 'SPEECH_MODEL_MISSING', provider: 'fake', outcome: 'config_error' },
    retryAfterMs: expect.any(Number),
  };
  const times = (count: number, script: SpeechScript) => Array.from({ length: count }, () => script);

  it('keeps what it is sent, says once that speech is away, and gives the words when it is back', async () => {
    const speech = new FakeSpeechToText(...times(12, REFUSED), TWO_SENTENCES);
    const session = await bench.open(speech);
    expect(await session.push(1, opusFrames(1_500))).toEqual({ durable: 75 });
    await vi.waitFor(() => expect(bench.listener.speech).toEqual(['SPEECH_MODEL_MISSING']));
    expect(session.speechAway).toMatchObject(SPEECH_AWAY);
    await bench.clock.advance(120_000);
    expect(await session.push(76, opusFrames(1_500))).toEqual({ durable: 150 });
    expect(bench.listener.speech).toEqual(['SPEECH_MODEL_MISSING']);
    await vi.waitFor(async () => {
      await bench.clock.advance(60_000);
      expect(bench.listener.texts.join(' ')).toContain('how are you');
    });
    expect(bench.listener.texts.join(' ')).toBe('good morning how are you');
    expect(bench.listener.speech).toEqual(['SPEECH_MODEL_MISSING', 'ready']);
    expect(session.speechAway).toBeNull();
    await session.close();
    expect(session.ledger).toMatchObject({ receivedMs: 3_000, pendingMs: 0, failed: {} });
  });

  it('waits longer from try to try, but never longer than a minute', async () => {
    const speech = new FakeSpeechToText(REFUSED);
    await bench.open(speech);
    await vi.waitFor(() => expect(bench.listener.speech).toHaveLength(1));
    const triedAtMs = [bench.clock.monotonicMs()];
    for (let seconds = 0; seconds < 400; seconds += 0.5) {
      const tries = speech.opened.length;
      await bench.clock.advance(500);
      if (speech.opened.length > tries) triedAtMs.push(bench.clock.monotonicMs());
    }
    const pauses = triedAtMs.slice(1).map((atMs, n) => atMs - triedAtMs[n]!);
    expect(pauses.slice(0, 5)).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    expect(Math.max(...pauses)).toBe(60_000);
    expect(triedAtMs.length).toBeGreaterThan(9);
  });

  it('knocks once for all sessions', async () => {
    const speech = new FakeSpeechToText(REFUSED);
    const shared = bench.depsOf(speech);
    for (const sessionId of ['s1', 's2', 's3']) {
      bench.opened.push(await LiveSession.open({ ...PARAMS, sessionId }, shared, bench.listener));
      await vi.waitFor(() => expect(bench.listener.speech).toHaveLength(bench.opened.length));
    }
    expect(speech.opened).toHaveLength(1);
  });

  it('counts as away when every recognizer dies of what it hears, until one does not', async () => {
    const session = await bench.open(new FakeSpeechToText(...times(6, DEAD), TWO_SENTENCES));
    await session.push(1, opusFrames(3_000));
    await vi.waitFor(async () => {
      await bench.clock.advance(10_000);
      expect(bench.listener.texts).toEqual(['good morning', 'how are you']);
    });
    expect(bench.listener.speech).toEqual(['ready', 'SPEECH_UNAVAILABLE', 'ready']);
  });

  it('lets those go who wait for a recognizer that dies of what it hears', async () => {
    const session = await bench.open(new FakeSpeechToText(DEAD));
    await session.push(1, opusFrames(3_000));
    await vi.waitFor(async () => {
      await bench.clock.advance(1_000);
      expect(session.speechAway).not.toBeNull();
    });
    const refused = expect(session.flush()).rejects.toMatchObject({ code: 'SPEECH_UNAVAILABLE' });
    const closing = session.close({ drainWithinMs: Infinity });
    await bench.clock.advance(60_000);
    await refused;
    expect(await closing).toEqual({ drained: false });
  });

  it('counts a recognizer as away that takes long to start', async () => {
    const speech = new FakeSpeechToText(TWO_SENTENCES);
    const started = Promise.withResolvers<void>();
    const open = speech.open.bind(speech);
    vi.spyOn(speech, 'open').mockImplementation(async (...args) => started.promise.then(() => open(...args)));
    const session = await LiveSession.open(PARAMS, bench.depsOf(speech), bench.listener);
    bench.opened.push(session);
    const flushed = session.flush();
    expect(await session.push(1, opusFrames(3_000))).toEqual({ durable: 150 });
    await Promise.all([
      expect(flushed).rejects.toMatchObject({ code: 'SPEECH_UNAVAILABLE' }),
      bench.clock.advance(10_000),
    ]);
    expect(bench.listener.speech).toEqual(['SPEECH_STARTING']);
    started.resolve();
    await vi.waitFor(() => expect(bench.listener.texts).toEqual(['good morning', 'how are you']));
    expect(bench.listener.speech).toEqual(['SPEECH_STARTING', 'ready']);
  });

  it('refuses a flush that would leave words out, and only such a one', async () => {
    const session = await bench.open(new FakeSpeechToText(REFUSED));
    await vi.waitFor(() => expect(session.speechAway).not.toBeNull());
    await session.flush();
    await session.push(1, opusFrames(200));
    await expect(session.flush()).rejects.toMatchObject(SPEECH_AWAY);
  });

  it('is closed at once; what it holds is heard when it is recovered', async () => {
    const session = await bench.open(new FakeSpeechToText(REFUSED));
    await session.push(1, opusFrames(3_000));
    expect(await session.close()).toEqual({ drained: false });
    await expect(session.flush()).rejects.toMatchObject({ code: 'SPEECH_UNAVAILABLE' });
    const place = { ownerId: 'ada', sessionId: 's1', handledPositionMs: 0 };
    const early = bench.factoryOf(new FakeSpeechToText(REFUSED)).recover(place, bench.listener);
    await expect(early).rejects.toMatchObject(SPEECH_AWAY);
    const ledger = await bench.factoryOf(new FakeSpeechToText(TWO_SENTENCES)).recover(place, bench.listener);
    expect(bench.listener.texts).toEqual(['good morning', 'how are you']);
    expect(ledger.pendingMs).toBe(0);
  });
});
