import { expect, it } from 'vitest';
import { splitSentences } from './sentences.js';

const texts = (text: string) => splitSentences(text).map((sentence) => sentence.text);

it('ends a sentence at a full stop, question mark or exclamation mark', () => {
  expect(texts('Good morning. Can we talk? Yes! Fine…')).toEqual([
    'Good morning.',
    'Can we talk?',
    'Yes!',
    'Fine…',
  ]);
});

it('does not end one at a title, an initial or a decimal point', () => {
  expect(texts('Dr. Moss pays 3.50 at St. Mary. J. R. agrees.')).toEqual([
    'Dr. Moss pays 3.50 at St. Mary.',
    'J. R. agrees.',
  ]);
});

it('ends one at "p.m." only before a capital', () => {
  expect(texts('We meet at 3 p.m. on Friday. Come at 4 p.m. Bring cake.')).toEqual([
    'We meet at 3 p.m. on Friday.',
    'Come at 4 p.m.',
    'Bring cake.',
  ]);
});

it('tells where each stands in the text', () => {
  const text = ' One.  Two. ';
  for (const { text: sentence, start, end } of splitSentences(text))
    expect(text.slice(start, end)).toBe(sentence);
});

it('finds nothing in silence', () => {
  expect(splitSentences(' … ?! ')).toEqual([]);
});
