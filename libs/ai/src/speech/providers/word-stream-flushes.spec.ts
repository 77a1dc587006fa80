import { beforeEach, describe, expect, it } from 'vitest';
import { audio, away, word, WordStreamBench } from '../../testing/word-stream-bench.js';

let bench: WordStreamBench;

beforeEach(() => {
  bench = new WordStreamBench();
});

describe('a flush', () => {
  it('asks for the final words of all audio, and is over when they were told', async () => {
    const stream = await bench.open();
    stream.push(audio(1_250));
    bench.link.news.onPartialWords([word('one', 0.5)]);
    const flushed = stream.flush();
    await Promise.resolve();
    expect([bench.link.pieces.at(-1), bench.link.finalized]).toEqual([50, [1.25]]);
    bench.link.news.onFinalWords([word('one', 0.5)], 1);
    expect(bench.ear.finals).toEqual([]);
    bench.link.news.onFinalized();
    await flushed;
    expect(bench.ear.finals.map(({ text }) => text)).toEqual(['one']);
    expect(stream.backlogMs).toBe(0);
  });

  it('asks for nothing that was told already', async () => {
    const stream = await bench.open();
    stream.push(audio(1_000));
    bench.link.news.onFinalWords([word('one', 0.5)], 1);
    await stream.flush();
    expect(bench.link.finalized).toEqual([]);
    expect(bench.ear.finals).toHaveLength(1);
  });

  it('takes no answer for one, where the vendor has nothing in hand', async () => {
    const stream = await bench.open();
    stream.push(audio(1_000));
    bench.link.news.onFinalWords([], 0.9);
    await bench.clock.advanceUntilSettled(stream.flush());
    expect(bench.ear.errors).toEqual([]);
    expect(stream.backlogMs).toBe(100);
    bench.link.news.onFinalWords([], 1);
    expect(stream.backlogMs).toBe(0);
  });

  it('is not taken for answered when much is undecided', async () => {
    const stream = await bench.open();
    stream.push(audio(10_000));
    bench.link.news.onFinalWords([], 5);
    await expect(bench.clock.advanceUntilSettled(stream.flush())).rejects.toMatchObject(away('slow'));
    expect(bench.ear.progress.at(-1)!.handledMs).toBe(5_000);
  });

  it('waits while a vendor is at work on a long replay', async () => {
    const stream = await bench.open();
    stream.push(audio(60_000));
    const flushed = stream.flush();
    for (let second = 4; second <= 60; second += 4) {
      await bench.clock.advance(4_000);
      bench.link.news.onFinalWords([word('on', second - 1)], second);
    }
    await flushed;
    expect([bench.ear.errors, stream.backlogMs]).toEqual([[], 0]);
    expect(bench.ear.finals).toHaveLength(15);
  });

  it('is answered by final words that cover all audio, whether they are meant as an answer or not', async () => {
    const stream = await bench.open();
    stream.push(audio(1_000));
    const flushed = stream.flush();
    await Promise.resolve();
    bench.link.news.onFinalWords([word('one', 0.5)], 1);
    await flushed;
    expect(bench.ear.finals.map(({ text }) => text)).toEqual(['one']);
  });

  it('is not kept waiting by what is said after it', async () => {
    const stream = await bench.open();
    stream.push(audio(1_000));
    bench.link.news.onFinalWords([], 0.9);
    const flushed = stream.flush();
    await Promise.resolve();
    stream.push(audio(2_000));
    bench.link.news.onPartialWords([word('later', 2)]);
    await bench.clock.advanceUntilSettled(flushed);
    bench.link.news.onFinalWords([word('later', 2)], 3);
    bench.link.news.onUtteranceEnd();
    expect(bench.ear.errors).toEqual([]);
    expect(bench.ear.starts).toEqual([2_000]);
    expect(bench.ear.finals.map(({ text }) => text)).toEqual(['later']);
  });

  it('fails when words stay away that were on their way', async () => {
    const stream = await bench.open();
    stream.push(audio(1_000));
    bench.link.news.onPartialWords([word('one', 0.5)]);
    await expect(bench.clock.advanceUntilSettled(stream.flush())).rejects.toMatchObject(away('slow'));
    expect(bench.ear.errors).toMatchObject([away('slow')]);
    expect(bench.ear.finals).toEqual([]);
  });

  it('waits for the one before it', async () => {
    const stream = await bench.open();
    stream.push(audio(1_000));
    const first = stream.flush();
    const second = stream.flush();
    await Promise.resolve();
    expect(bench.link.finalized).toEqual([1]);
    bench.link.news.onFinalized();
    await Promise.all([first, second]);
    expect(bench.link.finalized).toEqual([1]);
  });
});
