import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { ListeningEar } from '../testing/listening-ear.js';
import { FRAME_SAMPLES } from './audio-frames.js';
import { DecodeScheduler, type StreamKind } from './decode-scheduler.js';
import type { UtteranceRecognizer } from './moonshine.js';
import { StreamTranscriber } from './stream-transcriber.js';
import type { VoiceDetectors } from './voice-detector.js';

/** Hears a voice in whatever is loud, so that a test can say when somebody speaks. */
const loudness: VoiceDetectors = {
  create: () => ({ hears: (frame) => frame[0]! > 1_000 }),
};

/** Writes down the sample value that a stream speaks with, when the test lets it. */
class HeldRecognizer implements UtteranceRecognizer {
  readonly running: { voice: number; samples: number; finish: (text?: string) => void; fail: () => void }[] =
    [];

  recognize(samples: Int16Array): Promise<string> {
    return new Promise((resolve, reject) => {
      const voice = Math.max(...samples);
      const end = () => void this.running.splice(this.running.indexOf(entry), 1);
      const entry = {
        voice,
        samples: samples.length,
        finish: (text = `voice ${voice}`) => (end(), resolve(text)),
        fail: () => (end(), reject(new Error('the decoder failed'))),
      };
      this.running.push(entry);
    });
  }
}

let held: HeldRecognizer;
let clock: ManualClock;
let scheduler: DecodeScheduler;

beforeEach(() => {
  held = new HeldRecognizer();
  clock = new ManualClock();
  scheduler = new DecodeScheduler(held, 1, clock);
});

class Speaker {
  readonly ear = new ListeningEar();
  readonly stream = new StreamTranscriber(loudness, this.ear);
  readonly onFailure = vi.fn<(reason: 'failed' | 'busy') => void>();

  constructor(
    readonly voice: number,
    kind: StreamKind = 'live',
  ) {
    scheduler.add({ stream: this.stream, kind, onFailure: this.onFailure });
  }

  speak(frames: number): this {
    return this.push([frames, this.voice]);
  }

  pause(frames: number): this {
    return this.push([frames, 0]);
  }

  /** A whole utterance with the silence that ends it, at once. */
  say(): this {
    return this.push([30, this.voice], [11, 0]);
  }

  private push(...parts: (readonly [frames: number, value: number])[]): this {
    const samples = parts.flatMap(([frames, value]) => new Array<number>(frames * FRAME_SAMPLES).fill(value));
    this.stream.push(Int16Array.from(samples));
    scheduler.advance();
    return this;
  }
}

const voices = () => held.running.map(({ voice }) => voice);
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function finishNext(): Promise<number> {
  const next = held.running[0]!;
  next.finish();
  await settle();
  return next.voice;
}

describe('DecodeScheduler', () => {
  it('recognizes one final at a time, who waits longest first', async () => {
    const speakers = [new Speaker(2_000), new Speaker(3_000), new Speaker(4_000)];
    for (const speaker of speakers) speaker.say().say();
    const order: number[] = [];
    while (held.running.length > 0) {
      expect(held.running).toHaveLength(1);
      order.push(await finishNext());
    }
    expect(order).toEqual([2_000, 3_000, 4_000, 2_000, 3_000, 4_000]);
    for (const { ear } of speakers) expect(ear.finals).toHaveLength(2);
  });

  it('starts a final beside a running partial, and no partial while finals wait', async () => {
    const talking = new Speaker(2_000).speak(40);
    expect(voices()).toEqual([2_000]);
    const ending = new Speaker(3_000).say();
    expect(voices()).toEqual([2_000, 3_000]);
    const other = new Speaker(4_000).say();
    talking.speak(40);
    expect(voices()).toEqual([2_000, 3_000]);
    await finishNext();
    expect(voices()).toEqual([3_000]);
    await finishNext();
    expect(voices()).toEqual([4_000]);
    await finishNext();
    expect(voices()).toEqual([2_000]);
    expect(ending.ear.finals).toHaveLength(1);
    expect(other.ear.finals).toHaveLength(1);
    expect(talking.ear.partials).toHaveLength(1);
  });

  it('lets live finals pass recordings, which take turns with partial texts', async () => {
    new Speaker(9_000, 'recording').say().say().say();
    const talking = new Speaker(2_000).speak(40);
    new Speaker(3_000).say();
    const order: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      order.push(await finishNext());
      talking.speak(30);
    }
    expect(order).toEqual([9_000, 3_000, 2_000, 9_000, 2_000, 9_000]);
  });

  it('uses the partial that already heard the whole utterance as its final', async () => {
    const { stream, ear } = new Speaker(2_000).speak(15).pause(6);
    expect(held.running).toMatchObject([{ samples: 20 * FRAME_SAMPLES }]);
    const flushed = stream.flush();
    scheduler.advance();
    expect(held.running).toHaveLength(1);
    await finishNext();
    await flushed;
    expect(ear.finals).toMatchObject([{ text: 'voice 2000', startMs: 0, endMs: 15 * 32 }]);
    expect(held.running).toEqual([]);
  });

  it('tells the failure of a stream and goes on with the others', async () => {
    const failing = new Speaker(2_000).say().say();
    const fine = new Speaker(3_000).say();
    held.running[0]!.fail();
    await settle();
    expect(failing.onFailure).toHaveBeenCalledOnce();
    expect(voices()).toEqual([3_000]);
    await finishNext();
    expect(held.running).toEqual([]);
    expect(fine.ear.finals).toHaveLength(1);
    expect(failing.ear.finals).toEqual([]);
  });
});

describe('StreamTranscriber', () => {
  it('tells finals in the order they were said, and progress after them', async () => {
    const { ear } = new Speaker(2_000).say().say();
    expect(ear.progress.at(-1)).toBeUndefined();
    await finishNext();
    await finishNext();
    expect(ear.finals.map(({ startMs }) => startMs)).toEqual([0, 41 * 32]);
    expect(ear.progress.at(-1)).toMatchObject({ speechMs: 2 * 30 * 32, finals: 2 });
  });

  it('judges silence at once', () => {
    const { ear } = new Speaker(2_000).pause(100);
    expect(ear.progress.at(-1)).toMatchObject({ handledMs: 90 * 32, speechMs: 0 });
  });

  it('shows no partial of an utterance that has already ended', async () => {
    const speaker = new Speaker(2_000).speak(40);
    const [partial] = held.running;
    speaker.say();
    partial!.finish();
    await settle();
    expect(speaker.ear.partials).toEqual([]);
    await finishNext();
    expect(speaker.ear.finals).toHaveLength(1);
  });

  it('counts an utterance as handled that turned out to hold no words', async () => {
    const { ear } = new Speaker(2_000).say();
    held.running[0]!.finish('...');
    await settle();
    expect(ear.finals).toEqual([]);
    expect(ear.progress.at(-1)).toMatchObject({ handledMs: (30 + 5) * 32, speechMs: 30 * 32 });
  });

  it('is flushed when the final of what was open has been told', async () => {
    const { stream, ear } = new Speaker(2_000).speak(10);
    const flushed = stream.flush().then(() => ear.finals.length);
    scheduler.advance();
    await finishNext();
    expect(await flushed).toBe(1);
  });
});

describe('DecodeScheduler, when more is said than can be written down', () => {
  it('lets the stream go that came last, and takes nobody new until the others are served', async () => {
    const speakers = [2_000, 3_000, 4_000].map((voice) => new Speaker(voice).say());
    await clock.advance(3_900);
    scheduler.advance();
    expect(scheduler.isBusy).toBe(false);
    await clock.advance(100);
    scheduler.advance();
    expect(speakers.map(({ onFailure }) => onFailure.mock.calls)).toEqual([[], [], [['busy']]]);
    expect(scheduler.isBusy).toBe(true);
    expect([await finishNext(), await finishNext()]).toEqual([2_000, 3_000]);
    expect(held.running).toEqual([]);
    expect(scheduler.isBusy).toBe(false);
  });

  it('lets one after the other go, and never the last', async () => {
    const speakers = [2_000, 3_000, 4_000].map((voice) => new Speaker(voice).say().say());
    for (let second = 0; second < 30; second += 1) {
      await clock.advance(1_000);
      scheduler.advance();
    }
    expect(speakers.map(({ onFailure }) => onFailure.mock.calls.length)).toEqual([0, 1, 1]);
    expect(await finishNext()).toBe(2_000);
  });

  it('does not mistake for load what waits behind its own', async () => {
    const talkative = new Speaker(2_000);
    for (let utterance = 0; utterance < 6; utterance += 1) talkative.say();
    const other = new Speaker(3_000);
    while (held.running.length > 0) {
      await clock.advance(1_500);
      await finishNext();
    }
    expect([talkative, other].flatMap(({ onFailure }) => onFailure.mock.calls)).toEqual([]);
    expect(talkative.ear.finals).toHaveLength(6);
  });
});

describe('speech without words', () => {
  it('is recognized once more from other cut points', async () => {
    const speaker = new Speaker(2_000).speak(40).pause(11);
    held.running[0]!.finish('');
    await settle();
    held.running[0]!.finish('');
    await settle();
    const again = held.running[0]!;
    again.finish('there it is');
    await settle();
    expect(speaker.ear.finals.map(({ text }) => text)).toEqual(['there it is']);
  });

  it('is told when that does not help', async () => {
    const onWordless = vi.fn();
    const speaker = new Speaker(2_000);
    Object.assign(speaker.ear, { onWordless });
    speaker.speak(40).pause(11);
    while (held.running.length > 0) {
      held.running[0]!.finish('');
      await settle();
    }
    expect(speaker.ear.finals).toEqual([]);
    expect(onWordless).toHaveBeenCalledExactlyOnceWith(0, 1_280);
  });
});
