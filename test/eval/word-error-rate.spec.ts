import { describe, expect, it } from 'vitest';
import { normalizedWords, rateOf, sumOf, wordErrorRate, wordErrors } from './word-error-rate.js';

describe('word error rate', () => {
  it('is nothing for the same words in another spelling', () => {
    expect(wordErrorRate("mister Hale isn't twenty one", 'Mr. Hale isn’t 21!')).toBe(0);
  });

  it('counts wrong, missing and invented words apart', () => {
    expect(wordErrors('the cat sat on the mat', 'well the bat sat the mat')).toEqual({
      words: 6,
      substitutions: 1,
      deletions: 1,
      insertions: 1,
    });
  });

  it('divides by the words that were said', () => {
    expect(wordErrorRate('one two three four', 'one two three')).toBe(0.25);
    expect(wordErrorRate('one', 'one two three')).toBe(2);
  });

  it('counts every word of a recording that came out empty', () => {
    expect(wordErrors('never mind', '')).toMatchObject({ words: 2, deletions: 2 });
    expect(wordErrorRate('', '')).toBe(0);
    expect(wordErrorRate('', 'thank you')).toBe(2);
  });

  it('weighs recordings by their length', () => {
    const all = sumOf([wordErrors('a b c d e f g h i', 'a b c d e f g h i'), wordErrors('no', 'yes')]);
    expect(rateOf(all)).toBe(0.1);
  });

  it('splits hyphens and keeps apostrophes inside words', () => {
    expect(normalizedWords("Cold-hearted, 'tis  o'clock")).toEqual(['cold', 'hearted', 'tis', "o'clock"]);
  });
});
