import { describe, expect, it } from 'vitest';
import { wordsWithin } from './written-words.js';

const PLACE = { originMs: 1_000, startMs: 1_300, endMs: 3_000 };
const word = (text: string, startMs: number, endMs = startMs + 200) => ({ text, startMs, endMs });

function textsOf(text: string, ...words: readonly string[]): string[] | undefined {
  return wordsWithin(
    text,
    words.map((each, index) => word(each, 300 + index * 100)),
    PLACE,
  )?.map((placed) => placed.text);
}

describe('words within a text', () => {
  it('take the punctuation around them, so that they are the text', () => {
    expect(textsOf('Well, he said: “No!” - and left.', 'Well', 'he', 'said', 'No', 'and', 'left')).toEqual([
      'Well,',
      'he',
      'said:',
      '“No!” -',
      'and',
      'left.',
    ]);
    expect(textsOf('twenty-one', 'twenty', 'one')).toEqual(['twenty-', 'one']);
  });

  it('are cut out of a text without spaces', () => {
    expect(textsOf('你好，世界。', '你好', '世界')).toEqual(['你好，', '世界。']);
  });

  it('are found whatever their case and marks', () => {
    expect(textsOf('Monday is fine', ' monday,', 'IS', 'fine.')).toEqual(['Monday', 'is', 'fine']);
  });

  it('are none when they are not those of the text', () => {
    expect(textsOf('We meet on Monday', 'We', 'meet', 'Monday')).toBeUndefined();
    expect(textsOf('We meet', 'We', 'meet', 'there')).toBeUndefined();
    expect(textsOf('We meet', 'We', '...')).toBeUndefined();
    expect(textsOf('We meet')).toBeUndefined();
  });

  it('lie in the stream, one after the other, and not outside of the utterance', () => {
    const words = [word('a', 100, 400), word('b', 350, 600), word('c', 1_900, 2_500)];
    expect(wordsWithin('a b c', words, PLACE)).toEqual([
      { text: 'a', startMs: 1_300, endMs: 1_400 },
      { text: 'b', startMs: 1_400, endMs: 1_600 },
      { text: 'c', startMs: 2_900, endMs: 3_000 },
    ]);
  });
});
