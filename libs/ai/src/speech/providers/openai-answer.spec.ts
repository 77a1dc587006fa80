import { describe, expect, it } from 'vitest';
import { readAnswer } from './openai-answer.js';

const read = (answer: unknown) => readAnswer(JSON.stringify(answer));

describe('an answer of a transcription server', () => {
  it('may be a text and nothing else', () => {
    expect(read({ text: 'Hello there.' })).toEqual({ text: 'Hello there.', words: [], language: undefined });
  });

  it('has its words beside the text, or in its segments', () => {
    const words = [{ word: 'Hello', start: 0.1, end: 0.52 }];
    const expected = [{ text: 'Hello', startMs: 100, endMs: 520 }];
    expect(read({ text: 'Hello.', words })!.words).toEqual(expected);
    const segments = [{ text: 'Hello.', start: 0, end: 1, words }];
    expect(read({ text: 'Hello.', segments })!.words).toEqual(expected);
  });

  it('is used without what is not as documented', () => {
    const odd = { text: 'Hello.', words: [{ word: 'Hello' }], segments: 'none', language: 7 };
    expect(read(odd)).toEqual({ text: 'Hello.', words: [], language: undefined });
  });

  it('is none without a text, or with one that nobody can have said', () => {
    for (const body of ['', '<html>', '[]', '"Hello"', '{"error":{}}', '{"text":7}']) {
      expect(readAnswer(body)).toBeUndefined();
    }
    expect(read({ text: 'so '.repeat(2_000) })).toBeUndefined();
  });

  it('loses the segments that the server takes for silence, with their words', () => {
    const silent = {
      text: ' Thanks for watching!',
      start: 1,
      end: 3,
      no_speech_prob: 0.8,
      avg_logprob: -1.2,
    };
    const spoken = { text: ' Hello.', start: 0, end: 1, no_speech_prob: 0.7, avg_logprob: -0.2 };
    const words = [
      { word: 'Hello', start: 0.1, end: 0.5 },
      { word: 'Thanks', start: 1.1, end: 1.5 },
    ];
    const answer = read({ text: 'Hello. Thanks for watching!', segments: [spoken, silent], words })!;
    expect(answer.text).toBe('Hello.');
    expect(answer.words!.map(({ text }) => text)).toEqual(['Hello']);
    expect(read({ text: 'Thanks for watching!', segments: [silent] })!.text).toBe('');
  });
});
