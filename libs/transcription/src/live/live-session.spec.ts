import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSpeechToText } from '#libs/ai/testing';
import { opusFrames } from '../testing/device-audio.js';
import { LiveSessionBench, PARAMS, TWO_SENTENCES } from '../testing/live-session-bench.js';
import { RememberingListener } from '../testing/remembering-listener.js';

let bench: LiveSessionBench;

beforeEach(async () => {
  bench = await LiveSessionBench.start();
});
afterEach(() => bench.stop());

describe('live session', () => {
  it('acknowledges frames that are on disk and tells what was said, with places and times', async () => {
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    const startedMs = bench.clock.nowMs();
    await bench.clock.advance(3_000);
    expect(await session.push(1, opusFrames(3_000))).toEqual({ durable: 150 });
    await vi.waitFor(() => expect(bench.listener.texts).toEqual(['good morning', 'how are you']));
    expect(bench.listener.utterances[1]).toMatchObject({
      positionStartMs: 1_500,
      positionEndMs: 2_400,
      startMs: startedMs + 1_500,
      endMs: startedMs + 2_400,
      speaker: 0,
    });
    expect([session.durableSeq, session.positionMs, session.receivedMs]).toEqual([150, 3_000, 3_000]);
    expect(await session.close()).toEqual({ drained: true });
    expect(session.state).toBe('closed');
    expect(bench.listener.progress.at(-1)).toBe(3_000);
  });

  it('tells partial text while somebody speaks, and that words are not stored yet', async () => {
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(800));
    await vi.waitFor(() => expect(bench.listener.partials.at(-1)?.text).toBe('good'));
    expect(session.hasUnstoredSpeech).toBe(true);
    await session.push(41, opusFrames(400));
    await vi.waitFor(() => expect(bench.listener.texts).toEqual(['good morning']));
    expect(session.hasUnstoredSpeech).toBe(false);
  });

  it('gives the last words before it is closed', async () => {
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(2_300));
    await session.close();
    expect(bench.listener.texts).toEqual(['good morning', 'how are']);
  });

  it('gives the words so far when it is flushed, and goes on', async () => {
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(2_200));
    await session.flush();
    expect(bench.listener.texts).toEqual(['good morning', 'how are']);
    expect(bench.listener.utterances.at(-1)!.positionEndMs).toBe(2_200);
    await session.push(111, opusFrames(600));
    await vi.waitFor(() => expect(bench.listener.texts.at(-1)).toBe('you'));
  });

  it('accounts for every second', async () => {
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
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
    await (await bench.open(new FakeSpeechToText(TWO_SENTENCES))).push(1, opusFrames(3_000));
    await bench.opened[0]!.close();
    const first = bench.listener.utterances.map((utterance) => utterance.id);
    bench.listener = new RememberingListener();
    await bench
      .factoryOf(new FakeSpeechToText(TWO_SENTENCES))
      .recover({ ownerId: 'ada', sessionId: 's1', handledPositionMs: 0 }, bench.listener);
    expect(bench.listener.utterances.map((utterance) => utterance.id)).toEqual(first);
  });
});

describe('a live session whose listener cannot store', () => {
  it('tries again, in order, until it can', async () => {
    bench.listener.refusals = 3;
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(3_000));
    const closing = session.close({ drainWithinMs: 600_000 });
    await vi.waitFor(async () => {
      await bench.clock.advance(1_000);
      expect(bench.listener.texts).toEqual(['good morning', 'how are you']);
    });
    expect(await closing).toEqual({ drained: true });
  });

  it('leaves what could not be stored in time for recovery, and says so', async () => {
    bench.listener.refusals = Infinity;
    const session = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    await session.push(1, opusFrames(3_000));
    const closing = session.close({ drainWithinMs: 5_000 });
    await bench.clock.advance(5_000);
    expect(await closing).toEqual({ drained: false });
    expect(bench.listener.progress).toEqual([]);
    bench.listener.refusals = 0;
    await bench
      .factoryOf(new FakeSpeechToText(TWO_SENTENCES))
      .recover({ ownerId: 'ada', sessionId: 's1', handledPositionMs: 0 }, bench.listener);
    expect(bench.listener.texts).toEqual(['good morning', 'how are you']);
  });
});

describe('a live session that is resumed', () => {
  it('goes on behind the last durable frame, in the same audio', async () => {
    const first = await bench.open(new FakeSpeechToText(TWO_SENTENCES));
    await first.push(1, opusFrames(1_200));
    await first.close();
    const again = await bench.open(
      new FakeSpeechToText({ utterances: [{ text: 'how are you', startMs: 300, endMs: 1_200 }] }),
      {
        resume: { handledPositionMs: 1_200 },
      },
    );
    expect([again.durableSeq, again.positionMs, again.receivedMs]).toEqual([60, 1_200, 0]);
    expect(await again.push(55, opusFrames(1_800))).toEqual({ durable: 144 });
    await vi.waitFor(() => expect(bench.listener.texts).toEqual(['good morning', 'how are you']));
    expect(bench.listener.utterances[1]!.positionStartMs).toBe(1_500);
    await again.close();
    expect(again.ledger).toMatchObject({ receivedMs: 1_680, pendingMs: 0 });
  });

  it('first transcribes what a crash left behind the handled position', async () => {
    const killed = bench.captureWith(0);
    const log = await killed.create({ ...PARAMS, device: null });
    await log.append(1, opusFrames(3_000));
    await log.close();
    await killed.onApplicationShutdown();
    const speech = new FakeSpeechToText({
      utterances: [{ text: 'how are you', startMs: 500, endMs: 1_400 }],
    });
    const session = await bench.open(speech, { resume: { handledPositionMs: 1_000 } });
    await vi.waitFor(() => expect(bench.listener.texts).toEqual(['how are you']));
    expect(bench.listener.utterances[0]).toMatchObject({ positionStartMs: 1_500, positionEndMs: 2_400 });
    expect(session.receivedMs).toBe(2_000);
  });

  it('ends the open sentence where the recording paused for a minute', async () => {
    const session = await bench.open(
      new FakeSpeechToText({ utterances: [{ text: 'one two three four', startMs: 0, endMs: 4_000 }] }),
    );
    const startedMs = bench.clock.nowMs();
    for (let second = 0; second < 4; second += 1) {
      await bench.clock.advance(second === 2 ? 61_000 : 1_000);
      await session.push(second * 50 + 1, opusFrames(1_000));
    }
    await session.close();
    expect(bench.listener.texts).toEqual(['one two', 'three four']);
    expect(
      bench.listener.utterances.map(({ startMs, endMs }) => [startMs - startedMs, endMs - startedMs]),
    ).toEqual([
      [0, 2_000],
      [62_000, 64_000],
    ]);
  });
});
