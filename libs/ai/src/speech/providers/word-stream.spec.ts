import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#libs/kernel';
import { audio, away, word, WordStreamBench } from '../../testing/word-stream-bench.js';

let bench: WordStreamBench;

beforeEach(() => {
  bench = new WordStreamBench();
});

describe('opening a stream of words', () => {
  it('waits until the vendor takes audio', async () => {
    let isOpen = false;
    const stream = bench.opening().then((opened) => {
      isOpen = true;
      return opened;
    });
    await bench.clock.advance(15_000);
    expect(isOpen).toBe(false);
    bench.link.news.onReady();
    expect((await stream).backlogMs).toBe(0);
  });

  it('fails as the connection does, and tells the stream’s listener nothing', async () => {
    const stream = bench.opening();
    bench.link.news.onFailure(new AppError('unavailable', 'SPEECH_CREDENTIALS_REFUSED', 'no'));
    await expect(stream).rejects.toMatchObject({ code: 'SPEECH_CREDENTIALS_REFUSED' });
    expect(bench.ear.errors).toEqual([]);
    expect(bench.link.isTerminated).toBe(true);
  });

  it('gives up a vendor that does not get ready', async () => {
    const stream = expect(bench.opening()).rejects.toMatchObject(away('slow'));
    await bench.clock.advance(20_000);
    await stream;
    expect(bench.link.isTerminated).toBe(true);
  });
});

describe('audio on its way to a vendor', () => {
  it('goes in pieces of 100 ms, and what does not fill one goes within a second', async () => {
    const stream = await bench.open();
    for (let pushed = 0; pushed < 270; pushed += 30) stream.push(audio(30));
    expect(bench.link.pieces).toEqual([100, 100]);
    await bench.clock.advance(1_000);
    expect(bench.link.pieces).toEqual([100, 100, 70]);
    expect(stream.backlogMs).toBe(270);
  });

  it('is given up when it does not leave this machine, before it fills the memory', async () => {
    const stream = await bench.open();
    bench.link.bufferedBytes = 2_000_000;
    stream.push(audio(100));
    expect(bench.ear.errors).toMatchObject([away('congested')]);
  });

  it('is no reason for a keep-alive, its absence is', async () => {
    const stream = await bench.open();
    for (let second = 0; second < 6; second += 1) {
      stream.push(audio(1_000));
      bench.link.news.onSign();
      await bench.clock.advance(1_000);
    }
    expect(bench.link.keepAlives).toBe(0);
    for (let second = 0; second < 9; second += 1) {
      await bench.clock.advance(1_000);
      bench.link.news.onSign();
    }
    expect(bench.link.keepAlives).toBe(2);
  });
});

describe('progress', () => {
  it('covers silence, and stops before words that may still get company', async () => {
    const stream = await bench.open();
    stream.push(audio(6_000));
    bench.link.news.onFinalWords([], 3);
    expect(bench.ear.progress.at(-1)).toMatchObject({ handledMs: 3_000, speechMs: 0 });
    bench.link.news.onFinalWords([word('one', 4)], 4.5);
    expect(bench.ear.progress.at(-1)).toMatchObject({ handledMs: 3_700, speechMs: 0 });
    expect(stream.backlogMs).toBe(2_300);
    bench.link.news.onUtteranceEnd();
    expect(bench.ear.progress.at(-1)).toMatchObject({ handledMs: 4_500, speechMs: 300, finals: 1 });
  });

  it('neither goes back nor beyond the audio, whatever a vendor claims', async () => {
    const stream = await bench.open();
    stream.push(audio(2_000));
    bench.link.news.onFinalWords([], 1.5);
    bench.link.news.onFinalWords([word('early', 0.2)], 0.5);
    bench.link.news.onUtteranceEnd();
    bench.link.news.onFinalWords([], 99);
    expect(bench.ear.progress.map(({ handledMs }) => handledMs)).toEqual([1_500, 1_500, 1_500, 2_000]);
    expect(stream.backlogMs).toBe(0);
  });
});

describe('words on their way from a vendor', () => {
  it('are shown with those before them in their utterance, until they are final', async () => {
    const stream = await bench.open();
    stream.push(audio(4_000));
    bench.link.news.onFinalWords([word('one', 1)], 1.4);
    bench.link.news.onPartialWords([word('too', 1.5)]);
    bench.link.news.onPartialWords([word('two', 1.5), word('three', 1.9)]);
    bench.link.news.onFinalWords([word('two', 1.5), word('three.', 1.9)], 2.5);
    bench.link.news.onUtteranceEnd();
    expect(bench.ear.partials.map(({ text }) => text)).toEqual(['one too', 'one two three']);
    expect(bench.ear.finals.map(({ text }) => text)).toEqual(['one two three.']);
    expect(bench.ear.starts).toEqual([1_000]);
  });

  it('are announced anew after a sound that turned out to be none', async () => {
    const stream = await bench.open();
    stream.push(audio(4_000));
    bench.link.news.onPartialWords([word('hm', 0.5)]);
    bench.link.news.onFinalWords([], 2);
    bench.link.news.onFinalWords([word('yes', 3)], 4);
    bench.link.news.onUtteranceEnd();
    expect(bench.ear.starts).toEqual([500, 3_000]);
    expect(bench.ear.finals.map(({ text }) => text)).toEqual(['yes']);
  });
});

describe('closing', () => {
  it('waits for the last words, tells them, and lets go', async () => {
    const stream = await bench.open();
    stream.push(audio(1_030));
    const closed = stream.close();
    expect([bench.link.pieces.at(-1), bench.link.ends]).toEqual([30, 1]);
    bench.link.news.onFinalWords([word('bye', 0.5)], 1);
    bench.link.news.onEnded();
    await closed;
    expect(bench.ear.finals.map(({ text }) => text)).toEqual(['bye']);
    expect(bench.ear.progress.at(-1)).toMatchObject({ handledMs: 1_030, speechMs: 300 });
    expect(bench.link.isTerminated).toBe(true);
  });

  it('does not wait for ever, and says that words are missing', async () => {
    const stream = await bench.open();
    stream.push(audio(1_000));
    const closed = stream.close();
    await bench.clock.advance(11_000);
    await closed;
    expect(bench.ear.errors).toMatchObject([away('slow')]);
    expect(bench.ear.progress).toEqual([]);
  });

  it('answers a flush that was waiting', async () => {
    const stream = await bench.open();
    stream.push(audio(1_000));
    const flushed = stream.flush();
    await Promise.resolve();
    const closed = stream.close();
    bench.link.news.onEnded();
    await Promise.all([flushed, closed]);
    expect(stream.backlogMs).toBe(0);
  });
});
