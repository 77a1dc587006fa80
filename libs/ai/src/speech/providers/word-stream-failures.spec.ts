import { beforeEach, describe, expect, it } from 'vitest';
import { audio, away, KEEP_ALIVE_MS, word, WordStreamBench } from '../../testing/word-stream-bench.js';
import { providerAway } from './provider-failures.js';
import type { WordStream } from './word-stream.js';

let bench: WordStreamBench;

beforeEach(() => {
  bench = new WordStreamBench();
});

describe('a connection that goes wrong', () => {
  it('in mid-utterance leaves its words to the next stream: none are told, none are counted', async () => {
    const stream = await bench.open();
    stream.push(audio(3_000));
    bench.link.news.onFinalWords([word('one', 1)], 1.5);
    bench.link.news.onPartialWords([word('two', 1.6)]);
    const flushed = expect(stream.flush()).rejects.toMatchObject(away('closed'));
    await Promise.resolve();
    bench.link.news.onFailure(providerAway('test', 'closed'));
    await flushed;
    bench.link.news.onFinalWords([word('two', 1.6)], 2);
    expect(bench.ear.errors).toHaveLength(1);
    expect(bench.ear.finals).toEqual([]);
    expect(bench.ear.progress.at(-1)).toMatchObject({ handledMs: 700, speechMs: 0 });
    await stream.close();
    expect(bench.link.ends).toBe(0);
  });

  it.each([
    ['audio', (stream: WordStream) => stream.push(audio(1_000)), 15_000],
    ['a keep-alive', () => undefined, KEEP_ALIVE_MS + 15_000],
  ])('is dead when it does not answer %s', async (_what, act, deadAfterMs) => {
    const stream = await bench.open();
    act(stream);
    await bench.clock.advance(deadAfterMs - 1_000);
    expect(bench.ear.errors).toEqual([]);
    await bench.clock.advance(2_000);
    expect(bench.ear.errors).toMatchObject([away('silent')]);
    expect(bench.link.isTerminated).toBe(true);
  });

  it('lives on any sign of life', async () => {
    await bench.open();
    for (let second = 0; second < 60; second += 5) {
      await bench.clock.advance(5_000);
      bench.link.news.onSign();
    }
    expect(bench.ear.errors).toEqual([]);
  });

  it('may say things that make no sense now and then, which are counted', async () => {
    const stream = await bench.open();
    for (let times = 0; times < 30; times += 1) {
      bench.link.news.onNonsense();
      bench.link.news.onSign();
    }
    expect(bench.ear.errors).toEqual([]);
    const closed = stream.close();
    bench.link.news.onEnded();
    await closed;
    expect(bench.log.warnings).toEqual([{ 'stt.provider': 'test', count: 30 }]);
  });

  it('is dead when it says nothing else', async () => {
    await bench.open();
    for (let times = 0; times < 20; times += 1) bench.link.news.onNonsense();
    expect(bench.ear.errors).toMatchObject([away('nonsense')]);
  });

  it('is dead when it ends on its own', async () => {
    await bench.open();
    bench.link.news.onEnded();
    expect(bench.ear.errors).toMatchObject([away('ended')]);
  });
});
