import { describe, expect, it } from 'vitest';
import { SonioxWords, type SonioxToken } from './soniox-words.js';

const token = (text: string, startMs = 0, rest: Partial<SonioxToken> = {}): SonioxToken => ({
  text,
  start_ms: startMs,
  end_ms: startMs + 100,
  ...rest,
});

function textsOf(...tokens: readonly SonioxToken[]): string[] {
  const words = new SonioxWords();
  return [...words.add(tokens), ...words.complete()].map(({ text }) => text);
}

describe('words of Soniox', () => {
  it('begin where a space is', () => {
    expect(textsOf(token('How'), token(' are'), token(' you'), token('?'))).toEqual(['How', 'are', 'you?']);
    expect(textsOf(token('Hello '), token('there'))).toEqual(['Hello', 'there']);
  });

  it('stay open until it is clear that they are complete, across messages', () => {
    const words = new SonioxWords();
    expect(words.add([token('fan', 100)])).toEqual([]);
    expect(words.openFromMs).toBe(100);
    expect(words.add([token('tas', 200), token('tic', 300, { confidence: 0.5 })])).toEqual([]);
    expect(words.add([token(' day', 400)])).toEqual([
      { text: 'fantastic', startSeconds: 0.1, endSeconds: 0.4, confidence: 0.5 },
    ]);
  });

  it('begin with every character where words are not written apart', () => {
    const words = new SonioxWords();
    const told = [...words.add([token('你'), token('好'), token('。'), token('我们')]), ...words.complete()];
    expect(told.map(({ text, glue }) => [text, glue])).toEqual([
      ['你', 'joined'],
      ['好。', 'joined'],
      ['我们', 'joined'],
    ]);
  });

  it('begin with another voice, though there is no space', () => {
    expect(textsOf(token('yes', 0, { speaker: '1' }), token('no', 100, { speaker: '2' }))).toEqual([
      'yes',
      'no',
    ]);
  });

  it('are not made of punctuation alone', () => {
    expect(textsOf(token('...'))).toEqual([]);
    expect(textsOf(token(' -'), token(' so'))).toEqual(['so']);
  });

  it('can be looked at with what is not final, and stay as they are', () => {
    const words = new SonioxWords();
    words.add([token('fan')]);
    expect(words.preview([token('tastic'), token(' day')]).map(({ text }) => text)).toEqual([
      'fantastic',
      'day',
    ]);
    expect(words.complete().map(({ text }) => text)).toEqual(['fan']);
  });
});
