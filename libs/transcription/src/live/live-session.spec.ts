import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, TurnTaker } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { MAX_BATCH_FRAMES, MAX_FRAME_BYTES } from '#libs/contracts';
import { FakeSpeechToText, type SpeechScript } from '#libs/ai/testing';
import { Metrics, SilentLog } from '#libs/observability';
import { CaptureLogs } from '../capture/capture-logs.js';
import { opusFrames } from '../testing/device-audio.js';
import { RememberingListener } from '../testing/remembering-listener.js';
import { LiveSession } from './live-session.js';
import { PLAIN_SPEECH, type LiveSessionParams } from './live-session-params.js';
import { LiveSessionFactory } from './live-session-factory.js';
import { SpeechChain } from './speech-chain.js';

let dataDir: string;
let clock: ManualClock;
let capture: CaptureLogs;
let listener: RememberingListener;
let opened: LiveSession[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mneme-live-'));
  clock = new ManualClock();
  capture = new CaptureLogs({ dataDir, groupCommitMs: 0 }, clock);
  listener = new RememberingListener();
  opened = [];
});
afterEach(async () => {
  for (const session of opened) {
    const closing = session.close({ drainWithinMs: 1 });
    await clock.advance(1);
    await closing;
  }
  await capture.onApplicationShutdown();
  await rm(dataDir, { recursive: true, force: true });
});

const PARAMS: LiveSessionParams = {
  ownerId: 'ada',
  sessionId: 's1',
  codec: 'opus',
  sampleRate: 16_000,
  language: 'en',
  recognize: true,
  speech: PLAIN_SPEECH,
  resume: null,
};

const TWO_SENTENCES: SpeechScript = {
  utterances: [
    { text: 'good morning', startMs: 200, endMs: 1_000 },
    { text: 'how are you', startMs: 1_500, endMs: 2_400 },
  ],
};

function depsOf(speech: FakeSpeechToText) {
  const log = new SilentLog();
  return {
    capture,
    speech: new SpeechChain({ inOrder: [speech] }, clock, log),
    turns: new TurnTaker(clock, 4),
    clock,
    log,
    metrics: new Metrics(),
  };
}

async function open(speech: FakeSpeechToText, params: Partial<LiveSessionParams> = {}): Promise<LiveSession> {
  const session = await LiveSession.open({ ...PARAMS, ...params }, depsOf(speech), listener);
  opened.push(session);
  return session;
}

function factoryOf(speech: FakeSpeechToText): LiveSessionFactory {
  const { log, metrics } = depsOf(speech);
  return new LiveSessionFactory(capture, { inOrder: [speech] }, clock, log, metrics);
}

describe('live session', () => {
  it('acknowledges frames that are on disk and tells what was said, with places and times', async () => {
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    const startedMs = clock.nowMs();
    await clock.advance(3_000);
    expect(await session.push(1, opusFrames(3_000))).toEqual({ durable: 150 });
    await vi.waitFor(() => expect(listener.texts).toEqual(['good morning', 'how are you']));
    expect(listener.utterances[1]).toMatchObject({
      positionStartMs: 1_500,
      positionEndMs: 2_400,
      startMs: startedMs + 1_500,
      endMs: startedMs + 2_400,
      speaker: 0,
    });
    expect([session.durableSeq, session.positionMs, session.receivedMs]).toEqual([150, 3_000, 3_000]);
    expect(await session.close()).toEqual({ drained: true });
    expect(session.state).toBe('closed');
    expect(listener.progress.at(-1)).toBe(3_000);
  });

  it('tells partial text while somebody speaks, and that words are not stored yet', async () => {
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(800));
    await vi.waitFor(() => expect(listener.partials.at(-1)?.text).toBe('good'));
    expect(session.hasUnstoredSpeech).toBe(true);
    await session.push(41, opusFrames(400));
    await vi.waitFor(() => expect(listener.texts).toEqual(['good morning']));
    expect(session.hasUnstoredSpeech).toBe(false);
  });

  it('gives the last words before it is closed', async () => {
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(2_300));
    await session.close();
    expect(listener.texts).toEqual(['good morning', 'how are']);
  });

  it('gives the words so far when it is flushed, and goes on', async () => {
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(2_200));
    await session.flush();
    expect(listener.texts).toEqual(['good morning', 'how are']);
    expect(listener.utterances.at(-1)!.positionEndMs).toBe(2_200);
    await session.push(111, opusFrames(600));
    await vi.waitFor(() => expect(listener.texts.at(-1)).toBe('you'));
  });

  it('accounts for every second', async () => {
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(3_000));
    await session.close();
    expect(session.ledger).toEqual({
      receivedMs: 3_000,
      silentMs: 1_300,
      transcribedMs: 1_700,
      keptMs: 0,
      failed: {},
      pendingMs: 0,
    });
  });

  it('gives the same ids when the same audio is heard again', async () => {
    await (await open(new FakeSpeechToText(TWO_SENTENCES))).push(1, opusFrames(3_000));
    await opened[0]!.close();
    const first = listener.utterances.map((utterance) => utterance.id);
    listener = new RememberingListener();
    await factoryOf(new FakeSpeechToText(TWO_SENTENCES)).recover(
      { ownerId: 'ada', sessionId: 's1', handledPositionMs: 0 },
      listener,
    );
    expect(listener.utterances.map((utterance) => utterance.id)).toEqual(first);
  });
});

describe('what a live session refuses', () => {
  it('names frames that cannot be decoded, keeps their numbers, and goes on', async () => {
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    const frames = opusFrames(3_000).with(7, Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    expect(await session.push(1, frames)).toEqual({
      durable: 150,
      rejected: [{ seq: 8, code: 'OPUS_PACKET_INVALID' }],
    });
    await vi.waitFor(() => expect(listener.texts).toEqual(['good morning', 'how are you']));
    expect(session.positionMs).toBe(2_980);
  });

  it('takes empty and two-byte frames as signs of life', async () => {
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    expect(await session.push(1, [new Uint8Array(0), Uint8Array.of(0x8a, 0), Uint8Array.of(1)])).toEqual({
      durable: 3,
    });
    expect(session.positionMs).toBe(0);
  });

  it.each([
    ['a frame that is too large', 1, [new Uint8Array(MAX_FRAME_BYTES + 1)], 'FRAME_TOO_LARGE'],
    [
      'a batch that is too long',
      1,
      Array.from({ length: MAX_BATCH_FRAMES + 1 }, () => new Uint8Array(3)),
      'BATCH_TOO_LONG',
    ],
    ['text where bytes belong', 1, ['hello' as unknown as Uint8Array], 'FRAME_NOT_BYTES'],
    ['a number below one', 0, [new Uint8Array(3)], 'SEQUENCE_INVALID'],
    ['half a number', 1.5, [new Uint8Array(3)], 'SEQUENCE_INVALID'],
  ])('refuses %s and keeps nothing of the batch', async (_what, firstSeq, frames, code) => {
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    await expect(session.push(firstSeq, frames)).rejects.toMatchObject({ code });
    expect(await session.push(1, opusFrames(20))).toEqual({ durable: 1 });
  });

  it('asks to wait when more is pending than the disk takes', async () => {
    capture = new CaptureLogs({ dataDir, groupCommitMs: 100 }, clock);
    const session = await open(new FakeSpeechToText(TWO_SENTENCES), { codec: 'pcm16' });
    await session.push(1, [new Uint8Array(320)]);
    const large = Array.from({ length: 10 }, () => new Uint8Array(MAX_FRAME_BYTES));
    const waiting = session.push(2, large);
    await expect(session.push(12, large)).rejects.toMatchObject({
      kind: 'rate_limited',
      code: 'BACKPRESSURE',
      retryAfterMs: expect.any(Number),
    });
    await clock.advance(100);
    expect(await waiting).toEqual({ durable: 11 });
    const again = session.push(12, large);
    await clock.advance(100);
    expect(await again).toEqual({ durable: 21 });
  });

  it('takes nothing after it was closed', async () => {
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    await session.close();
    await expect(session.push(1, opusFrames(20))).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
  });

  it('does not open for a codec, a language or a session that it cannot serve', async () => {
    const speech = new FakeSpeechToText(TWO_SENTENCES);
    await expect(open(speech, { sampleRate: 44_100 })).rejects.toMatchObject({
      code: 'SAMPLE_RATE_UNSUPPORTED',
    });
    await expect(open(speech, { sessionId: 's2', language: 'xx' })).rejects.toMatchObject({
      code: 'LANGUAGE_UNSUPPORTED',
    });
    await expect(open(speech, { resume: { handledPositionMs: 0 } })).rejects.toMatchObject({
      code: 'CAPTURE_LOG_MISSING',
    });
    await (await open(speech)).close();
    await expect(open(speech)).rejects.toMatchObject({ code: 'CAPTURE_LOG_EXISTS' });
    await expect(open(speech, { codec: 'pcm16', resume: { handledPositionMs: 0 } })).rejects.toMatchObject({
      code: 'SESSION_FORMAT_CHANGED',
    });
    await expect(open(speech, { ownerId: 'eve', resume: { handledPositionMs: 0 } })).rejects.toMatchObject({
      code: 'CAPTURE_LOG_MISSING',
    });
  });
});

describe('a live session whose recognizer dies', () => {
  const BEFORE: SpeechScript = { utterances: TWO_SENTENCES.utterances, failAtMs: 1_200 };
  /** Hears from the end of `good morning` on. */
  const AFTER: SpeechScript = { utterances: [{ text: 'how are you', startMs: 300, endMs: 1_200 }] };

  it('sends the audio behind the last handled position again, and no text twice', async () => {
    const speech = new FakeSpeechToText(BEFORE, AFTER);
    const session = await open(speech);
    await session.push(1, opusFrames(3_000));
    await vi.waitFor(() => expect(listener.texts).toEqual(['good morning']));
    await vi.waitFor(async () => {
      await clock.advance(500);
      expect(listener.texts).toEqual(['good morning', 'how are you']);
    });
    expect(speech.opened).toHaveLength(2);
    expect(listener.utterances[1]!.positionStartMs).toBe(1_500);
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
    const session = await open(speech);
    expect(await session.push(1, opusFrames(1_500))).toEqual({ durable: 75 });
    await vi.waitFor(() => expect(listener.speech).toEqual(['SPEECH_MODEL_MISSING']));
    expect(session.speechAway).toMatchObject(SPEECH_AWAY);
    await clock.advance(120_000);
    expect(await session.push(76, opusFrames(1_500))).toEqual({ durable: 150 });
    expect(listener.speech).toEqual(['SPEECH_MODEL_MISSING']);
    await vi.waitFor(async () => {
      await clock.advance(60_000);
      expect(listener.texts.join(' ')).toContain('how are you');
    });
    expect(listener.texts.join(' ')).toBe('good morning how are you');
    expect(listener.speech).toEqual(['SPEECH_MODEL_MISSING', 'ready']);
    expect(session.speechAway).toBeNull();
    await session.close();
    expect(session.ledger).toMatchObject({ receivedMs: 3_000, pendingMs: 0, failed: {} });
  });

  it('waits longer from try to try, but never longer than a minute', async () => {
    const speech = new FakeSpeechToText(REFUSED);
    await open(speech);
    await vi.waitFor(() => expect(listener.speech).toHaveLength(1));
    const triedAtMs = [clock.monotonicMs()];
    for (let seconds = 0; seconds < 400; seconds += 0.5) {
      const tries = speech.opened.length;
      await clock.advance(500);
      if (speech.opened.length > tries) triedAtMs.push(clock.monotonicMs());
    }
    const pauses = triedAtMs.slice(1).map((atMs, n) => atMs - triedAtMs[n]!);
    expect(pauses.slice(0, 5)).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    expect(Math.max(...pauses)).toBe(60_000);
    expect(triedAtMs.length).toBeGreaterThan(9);
  });

  it('knocks once for all sessions', async () => {
    const speech = new FakeSpeechToText(REFUSED);
    const shared = depsOf(speech);
    for (const sessionId of ['s1', 's2', 's3']) {
      opened.push(await LiveSession.open({ ...PARAMS, sessionId }, shared, listener));
      await vi.waitFor(() => expect(listener.speech).toHaveLength(opened.length));
    }
    expect(speech.opened).toHaveLength(1);
  });

  it('counts as away when every recognizer dies of what it hears, until one does not', async () => {
    const session = await open(new FakeSpeechToText(...times(6, DEAD), TWO_SENTENCES));
    await session.push(1, opusFrames(3_000));
    await vi.waitFor(async () => {
      await clock.advance(10_000);
      expect(listener.texts).toEqual(['good morning', 'how are you']);
    });
    expect(listener.speech).toEqual(['ready', 'SPEECH_UNAVAILABLE', 'ready']);
  });

  it('lets those go who wait for a recognizer that dies of what it hears', async () => {
    const session = await open(new FakeSpeechToText(DEAD));
    await session.push(1, opusFrames(3_000));
    await vi.waitFor(async () => {
      await clock.advance(1_000);
      expect(session.speechAway).not.toBeNull();
    });
    const refused = expect(session.flush()).rejects.toMatchObject({ code: 'SPEECH_UNAVAILABLE' });
    const closing = session.close({ drainWithinMs: Infinity });
    await clock.advance(60_000);
    await refused;
    expect(await closing).toEqual({ drained: false });
  });

  it('counts a recognizer as away that takes long to start', async () => {
    const speech = new FakeSpeechToText(TWO_SENTENCES);
    const started = Promise.withResolvers<void>();
    const open = speech.open.bind(speech);
    vi.spyOn(speech, 'open').mockImplementation(async (...args) => started.promise.then(() => open(...args)));
    const session = await LiveSession.open(PARAMS, depsOf(speech), listener);
    opened.push(session);
    const flushed = session.flush();
    expect(await session.push(1, opusFrames(3_000))).toEqual({ durable: 150 });
    await Promise.all([
      expect(flushed).rejects.toMatchObject({ code: 'SPEECH_UNAVAILABLE' }),
      clock.advance(10_000),
    ]);
    expect(listener.speech).toEqual(['SPEECH_STARTING']);
    started.resolve();
    await vi.waitFor(() => expect(listener.texts).toEqual(['good morning', 'how are you']));
    expect(listener.speech).toEqual(['SPEECH_STARTING', 'ready']);
  });

  it('refuses a flush that would leave words out, and only such a one', async () => {
    const session = await open(new FakeSpeechToText(REFUSED));
    await vi.waitFor(() => expect(session.speechAway).not.toBeNull());
    await session.flush();
    await session.push(1, opusFrames(200));
    await expect(session.flush()).rejects.toMatchObject(SPEECH_AWAY);
  });

  it('is closed at once; what it holds is heard when it is recovered', async () => {
    const session = await open(new FakeSpeechToText(REFUSED));
    await session.push(1, opusFrames(3_000));
    expect(await session.close()).toEqual({ drained: false });
    await expect(session.flush()).rejects.toMatchObject({ code: 'SPEECH_UNAVAILABLE' });
    const place = { ownerId: 'ada', sessionId: 's1', handledPositionMs: 0 };
    const early = factoryOf(new FakeSpeechToText(REFUSED)).recover(place, listener);
    await expect(early).rejects.toMatchObject(SPEECH_AWAY);
    const ledger = await factoryOf(new FakeSpeechToText(TWO_SENTENCES)).recover(place, listener);
    expect(listener.texts).toEqual(['good morning', 'how are you']);
    expect(ledger.pendingMs).toBe(0);
  });
});

describe('a live session whose listener cannot store', () => {
  it('tries again, in order, until it can', async () => {
    listener.refusals = 3;
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(3_000));
    const closing = session.close({ drainWithinMs: 600_000 });
    await vi.waitFor(async () => {
      await clock.advance(1_000);
      expect(listener.texts).toEqual(['good morning', 'how are you']);
    });
    expect(await closing).toEqual({ drained: true });
  });

  it('leaves what could not be stored in time for recovery, and says so', async () => {
    listener.refusals = Infinity;
    const session = await open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(3_000));
    const closing = session.close({ drainWithinMs: 5_000 });
    await clock.advance(5_000);
    expect(await closing).toEqual({ drained: false });
    expect(listener.progress).toEqual([]);
    listener.refusals = 0;
    await factoryOf(new FakeSpeechToText(TWO_SENTENCES)).recover(
      { ownerId: 'ada', sessionId: 's1', handledPositionMs: 0 },
      listener,
    );
    expect(listener.texts).toEqual(['good morning', 'how are you']);
  });
});

describe('a live session that is resumed', () => {
  it('goes on behind the last durable frame, in the same audio', async () => {
    const first = await open(new FakeSpeechToText(TWO_SENTENCES));
    await first.push(1, opusFrames(1_200));
    await first.close();
    const again = await open(
      new FakeSpeechToText({ utterances: [{ text: 'how are you', startMs: 300, endMs: 1_200 }] }),
      {
        resume: { handledPositionMs: 1_200 },
      },
    );
    expect([again.durableSeq, again.positionMs, again.receivedMs]).toEqual([60, 1_200, 0]);
    expect(await again.push(55, opusFrames(1_800))).toEqual({ durable: 144 });
    await vi.waitFor(() => expect(listener.texts).toEqual(['good morning', 'how are you']));
    expect(listener.utterances[1]!.positionStartMs).toBe(1_500);
    await again.close();
    expect(again.ledger).toMatchObject({ receivedMs: 1_680, pendingMs: 0 });
  });

  it('first transcribes what a crash left behind the handled position', async () => {
    const killed = new CaptureLogs({ dataDir, groupCommitMs: 0 }, clock);
    const log = await killed.create({ ...PARAMS, device: null });
    await log.append(1, opusFrames(3_000));
    await log.close();
    await killed.onApplicationShutdown();
    const speech = new FakeSpeechToText({
      utterances: [{ text: 'how are you', startMs: 500, endMs: 1_400 }],
    });
    const session = await open(speech, { resume: { handledPositionMs: 1_000 } });
    await vi.waitFor(() => expect(listener.texts).toEqual(['how are you']));
    expect(listener.utterances[0]).toMatchObject({ positionStartMs: 1_500, positionEndMs: 2_400 });
    expect(session.receivedMs).toBe(2_000);
  });

  it('ends the open sentence where the recording paused for a minute', async () => {
    const session = await open(
      new FakeSpeechToText({ utterances: [{ text: 'one two three four', startMs: 0, endMs: 4_000 }] }),
    );
    const startedMs = clock.nowMs();
    for (let second = 0; second < 4; second += 1) {
      await clock.advance(second === 2 ? 61_000 : 1_000);
      await session.push(second * 50 + 1, opusFrames(1_000));
    }
    await session.close();
    expect(listener.texts).toEqual(['one two', 'three four']);
    expect(listener.utterances.map(({ startMs, endMs }) => [startMs - startedMs, endMs - startedMs])).toEqual(
      [
        [0, 2_000],
        [62_000, 64_000],
      ],
    );
  });
});
