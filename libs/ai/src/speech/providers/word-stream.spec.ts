import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { Log, type LogFields } from '#libs/observability';
import { ListeningEar } from '../../testing/listening-ear.js';
import { providerAway } from './provider-failures.js';
import type { VendorLink, VendorNews } from './vendor-link.js';
import type { VendorWord } from './vendor-word.js';
import { WordStream } from './word-stream.js';

const KEEP_ALIVE_MS = 4_000;
const SAMPLES_PER_MS = 16;

/** A connection that a test speaks through. */
class TestLink implements VendorLink {
  readonly pieces: number[] = [];
  readonly finalized: number[] = [];
  keepAlives = 0;
  ends = 0;
  isTerminated = false;
  bufferedBytes = 0;

  constructor(readonly news: VendorNews) {}

  sendAudio(bytes: Uint8Array): void {
    this.pieces.push(bytes.byteLength / 2 / SAMPLES_PER_MS);
  }
  keepAlive(): boolean {
    this.keepAlives += 1;
    return true;
  }
  finalize(sentSeconds: number): void {
    this.finalized.push(sentSeconds);
  }
  end(): void {
    this.ends += 1;
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

class RememberingLog extends Log {
  readonly warnings: (LogFields | undefined)[] = [];
  override warn(_message: string, fields?: LogFields): void {
    this.warnings.push(fields);
  }
  override debug(): void {}
  override info(): void {}
  override error(): void {}
}

let clock: ManualClock;
let ear: ListeningEar;
let log: RememberingLog;
let link: TestLink;

beforeEach(() => {
  clock = new ManualClock();
  ear = new ListeningEar();
  log = new RememberingLog();
});

function opening(): Promise<WordStream> {
  const options = { provider: 'test', clock, log, keepAliveMs: KEEP_ALIVE_MS };
  return WordStream.open(options, ear, (news) => (link = new TestLink(news)));
}

async function open(): Promise<WordStream> {
  const stream = opening();
  link.news.onReady();
  return stream;
}

const audio = (ms: number) => new Int16Array(ms * SAMPLES_PER_MS);
const word = (text: string, startSeconds: number): VendorWord => ({
  text,
  startSeconds,
  endSeconds: startSeconds + 0.3,
});
const away = (reason: string) => ({
  kind: 'unavailable',
  code: 'SPEECH_UNAVAILABLE',
  details: { provider: 'test', reason },
});

describe('opening a stream of words', () => {
  it('waits until the vendor takes audio', async () => {
    let isOpen = false;
    const stream = opening().then((opened) => {
      isOpen = true;
      return opened;
    });
    await clock.advance(15_000);
    expect(isOpen).toBe(false);
    link.news.onReady();
    expect((await stream).backlogMs).toBe(0);
  });

  it('fails as the connection does, and tells the stream’s listener nothing', async () => {
    const stream = opening();
    link.news.onFailure(new AppError('unavailable', 'SPEECH_CREDENTIALS_REFUSED', 'no'));
    await expect(stream).rejects.toMatchObject({ code: 'SPEECH_CREDENTIALS_REFUSED' });
    expect(ear.errors).toEqual([]);
    expect(link.isTerminated).toBe(true);
  });

  it('gives up a vendor that does not get ready', async () => {
    const stream = expect(opening()).rejects.toMatchObject(away('slow'));
    await clock.advance(20_000);
    await stream;
    expect(link.isTerminated).toBe(true);
  });
});

describe('audio on its way to a vendor', () => {
  it('goes in pieces of 100 ms, and what does not fill one goes within a second', async () => {
    const stream = await open();
    for (let pushed = 0; pushed < 270; pushed += 30) stream.push(audio(30));
    expect(link.pieces).toEqual([100, 100]);
    await clock.advance(1_000);
    expect(link.pieces).toEqual([100, 100, 70]);
    expect(stream.backlogMs).toBe(270);
  });

  it('is given up when it does not leave this machine, before it fills the memory', async () => {
    const stream = await open();
    link.bufferedBytes = 2_000_000;
    stream.push(audio(100));
    expect(ear.errors).toMatchObject([away('congested')]);
  });

  it('is no reason for a keep-alive, its absence is', async () => {
    const stream = await open();
    for (let second = 0; second < 6; second += 1) {
      stream.push(audio(1_000));
      link.news.onSign();
      await clock.advance(1_000);
    }
    expect(link.keepAlives).toBe(0);
    for (let second = 0; second < 9; second += 1) {
      await clock.advance(1_000);
      link.news.onSign();
    }
    expect(link.keepAlives).toBe(2);
  });
});

describe('progress', () => {
  it('covers silence, and stops before words that may still get company', async () => {
    const stream = await open();
    stream.push(audio(6_000));
    link.news.onFinalWords([], 3);
    expect(ear.progress.at(-1)).toMatchObject({ handledMs: 3_000, speechMs: 0 });
    link.news.onFinalWords([word('one', 4)], 4.5);
    expect(ear.progress.at(-1)).toMatchObject({ handledMs: 3_700, speechMs: 0 });
    expect(stream.backlogMs).toBe(2_300);
    link.news.onUtteranceEnd();
    expect(ear.progress.at(-1)).toMatchObject({ handledMs: 4_500, speechMs: 300, finals: 1 });
  });

  it('neither goes back nor beyond the audio, whatever a vendor claims', async () => {
    const stream = await open();
    stream.push(audio(2_000));
    link.news.onFinalWords([], 1.5);
    link.news.onFinalWords([word('early', 0.2)], 0.5);
    link.news.onUtteranceEnd();
    link.news.onFinalWords([], 99);
    expect(ear.progress.map(({ handledMs }) => handledMs)).toEqual([1_500, 1_500, 1_500, 2_000]);
    expect(stream.backlogMs).toBe(0);
  });
});

describe('words on their way from a vendor', () => {
  it('are shown with those before them in their utterance, until they are final', async () => {
    const stream = await open();
    stream.push(audio(4_000));
    link.news.onFinalWords([word('one', 1)], 1.4);
    link.news.onPartialWords([word('too', 1.5)]);
    link.news.onPartialWords([word('two', 1.5), word('three', 1.9)]);
    link.news.onFinalWords([word('two', 1.5), word('three.', 1.9)], 2.5);
    link.news.onUtteranceEnd();
    expect(ear.partials.map(({ text }) => text)).toEqual(['one too', 'one two three']);
    expect(ear.finals.map(({ text }) => text)).toEqual(['one two three.']);
    expect(ear.starts).toEqual([1_000]);
  });

  it('are announced anew after a sound that turned out to be none', async () => {
    const stream = await open();
    stream.push(audio(4_000));
    link.news.onPartialWords([word('hm', 0.5)]);
    link.news.onFinalWords([], 2);
    link.news.onFinalWords([word('yes', 3)], 4);
    link.news.onUtteranceEnd();
    expect(ear.starts).toEqual([500, 3_000]);
    expect(ear.finals.map(({ text }) => text)).toEqual(['yes']);
  });
});

describe('a flush', () => {
  it('asks for the final words of all audio, and is over when they were told', async () => {
    const stream = await open();
    stream.push(audio(1_250));
    link.news.onPartialWords([word('one', 0.5)]);
    const flushed = stream.flush();
    await Promise.resolve();
    expect([link.pieces.at(-1), link.finalized]).toEqual([50, [1.25]]);
    link.news.onFinalWords([word('one', 0.5)], 1);
    expect(ear.finals).toEqual([]);
    link.news.onFinalized();
    await flushed;
    expect(ear.finals.map(({ text }) => text)).toEqual(['one']);
    expect(stream.backlogMs).toBe(0);
  });

  it('asks for nothing that was told already', async () => {
    const stream = await open();
    stream.push(audio(1_000));
    link.news.onFinalWords([word('one', 0.5)], 1);
    await stream.flush();
    expect(link.finalized).toEqual([]);
    expect(ear.finals).toHaveLength(1);
  });

  it('takes no answer for one, where the vendor has nothing in hand', async () => {
    const stream = await open();
    stream.push(audio(1_000));
    link.news.onFinalWords([], 0.9);
    await clock.advanceUntilSettled(stream.flush());
    expect(ear.errors).toEqual([]);
    expect(stream.backlogMs).toBe(100);
    link.news.onFinalWords([], 1);
    expect(stream.backlogMs).toBe(0);
  });

  it('is not taken for answered when much is undecided', async () => {
    const stream = await open();
    stream.push(audio(10_000));
    link.news.onFinalWords([], 5);
    await expect(clock.advanceUntilSettled(stream.flush())).rejects.toMatchObject(away('slow'));
    expect(ear.progress.at(-1)!.handledMs).toBe(5_000);
  });

  it('waits while a vendor is at work on a long replay', async () => {
    const stream = await open();
    stream.push(audio(60_000));
    const flushed = stream.flush();
    for (let second = 4; second <= 60; second += 4) {
      await clock.advance(4_000);
      link.news.onFinalWords([word('on', second - 1)], second);
    }
    await flushed;
    expect([ear.errors, stream.backlogMs]).toEqual([[], 0]);
    expect(ear.finals).toHaveLength(15);
  });

  it('is answered by final words that cover all audio, whether they are meant as an answer or not', async () => {
    const stream = await open();
    stream.push(audio(1_000));
    const flushed = stream.flush();
    await Promise.resolve();
    link.news.onFinalWords([word('one', 0.5)], 1);
    await flushed;
    expect(ear.finals.map(({ text }) => text)).toEqual(['one']);
  });

  it('is not kept waiting by what is said after it', async () => {
    const stream = await open();
    stream.push(audio(1_000));
    link.news.onFinalWords([], 0.9);
    const flushed = stream.flush();
    await Promise.resolve();
    stream.push(audio(2_000));
    link.news.onPartialWords([word('later', 2)]);
    await clock.advanceUntilSettled(flushed);
    link.news.onFinalWords([word('later', 2)], 3);
    link.news.onUtteranceEnd();
    expect(ear.errors).toEqual([]);
    expect(ear.starts).toEqual([2_000]);
    expect(ear.finals.map(({ text }) => text)).toEqual(['later']);
  });

  it('fails when words stay away that were on their way', async () => {
    const stream = await open();
    stream.push(audio(1_000));
    link.news.onPartialWords([word('one', 0.5)]);
    await expect(clock.advanceUntilSettled(stream.flush())).rejects.toMatchObject(away('slow'));
    expect(ear.errors).toMatchObject([away('slow')]);
    expect(ear.finals).toEqual([]);
  });

  it('waits for the one before it', async () => {
    const stream = await open();
    stream.push(audio(1_000));
    const first = stream.flush();
    const second = stream.flush();
    await Promise.resolve();
    expect(link.finalized).toEqual([1]);
    link.news.onFinalized();
    await Promise.all([first, second]);
    expect(link.finalized).toEqual([1]);
  });
});

describe('closing', () => {
  it('waits for the last words, tells them, and lets go', async () => {
    const stream = await open();
    stream.push(audio(1_030));
    const closed = stream.close();
    expect([link.pieces.at(-1), link.ends]).toEqual([30, 1]);
    link.news.onFinalWords([word('bye', 0.5)], 1);
    link.news.onEnded();
    await closed;
    expect(ear.finals.map(({ text }) => text)).toEqual(['bye']);
    expect(ear.progress.at(-1)).toMatchObject({ handledMs: 1_030, speechMs: 300 });
    expect(link.isTerminated).toBe(true);
  });

  it('does not wait for ever, and says that words are missing', async () => {
    const stream = await open();
    stream.push(audio(1_000));
    const closed = stream.close();
    await clock.advance(11_000);
    await closed;
    expect(ear.errors).toMatchObject([away('slow')]);
    expect(ear.progress).toEqual([]);
  });

  it('answers a flush that was waiting', async () => {
    const stream = await open();
    stream.push(audio(1_000));
    const flushed = stream.flush();
    await Promise.resolve();
    const closed = stream.close();
    link.news.onEnded();
    await Promise.all([flushed, closed]);
    expect(stream.backlogMs).toBe(0);
  });
});

describe('a connection that goes wrong', () => {
  it('in mid-utterance leaves its words to the next stream: none are told, none are counted', async () => {
    const stream = await open();
    stream.push(audio(3_000));
    link.news.onFinalWords([word('one', 1)], 1.5);
    link.news.onPartialWords([word('two', 1.6)]);
    const flushed = expect(stream.flush()).rejects.toMatchObject(away('closed'));
    await Promise.resolve();
    link.news.onFailure(providerAway('test', 'closed'));
    await flushed;
    link.news.onFinalWords([word('two', 1.6)], 2);
    expect(ear.errors).toHaveLength(1);
    expect(ear.finals).toEqual([]);
    expect(ear.progress.at(-1)).toMatchObject({ handledMs: 700, speechMs: 0 });
    await stream.close();
    expect(link.ends).toBe(0);
  });

  it.each([
    ['audio', (stream: WordStream) => stream.push(audio(1_000)), 15_000],
    ['a keep-alive', () => undefined, KEEP_ALIVE_MS + 15_000],
  ])('is dead when it does not answer %s', async (_what, act, deadAfterMs) => {
    const stream = await open();
    act(stream);
    await clock.advance(deadAfterMs - 1_000);
    expect(ear.errors).toEqual([]);
    await clock.advance(2_000);
    expect(ear.errors).toMatchObject([away('silent')]);
    expect(link.isTerminated).toBe(true);
  });

  it('lives on any sign of life', async () => {
    await open();
    for (let second = 0; second < 60; second += 5) {
      await clock.advance(5_000);
      link.news.onSign();
    }
    expect(ear.errors).toEqual([]);
  });

  it('may say things that make no sense now and then, which are counted', async () => {
    const stream = await open();
    for (let times = 0; times < 30; times += 1) {
      link.news.onNonsense();
      link.news.onSign();
    }
    expect(ear.errors).toEqual([]);
    const closed = stream.close();
    link.news.onEnded();
    await closed;
    expect(log.warnings).toEqual([{ 'stt.provider': 'test', count: 30 }]);
  });

  it('is dead when it says nothing else', async () => {
    await open();
    for (let times = 0; times < 20; times += 1) link.news.onNonsense();
    expect(ear.errors).toMatchObject([away('nonsense')]);
  });

  it('is dead when it ends on its own', async () => {
    await open();
    link.news.onEnded();
    expect(ear.errors).toMatchObject([away('ended')]);
  });
});
