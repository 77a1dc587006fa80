import { describe, expect, it } from 'vitest';
import { isEcho, vocabularyPrompt } from './vocabulary-prompt.js';

describe('the prompt of a vocabulary', () => {
  it('names the most important words first, as many as a recognizer reads', () => {
    expect(vocabularyPrompt(['Mneme', 'Ada'])).toBe('Mneme, Ada.');
    expect(vocabularyPrompt([])).toBeUndefined();
    const long = vocabularyPrompt(Array.from({ length: 200 }, (_, index) => `name number ${index}`))!;
    expect(long.length).toBeLessThanOrEqual(600);
    expect(long.startsWith('name number 0, name number 1,')).toBe(true);
  });

  it('is known again when a recognizer repeats it', () => {
    const prompt = vocabularyPrompt(['Ada Lovelace', 'Grace Hopper', 'Mneme', 'Turing']);
    expect(isEcho('Ada Lovelace, Grace Hopper, Mneme, Turing.', prompt)).toBe(true);
    expect(isEcho('grace hopper, mneme, turing', prompt)).toBe(true);
  });

  it('is not taken for what somebody says', () => {
    const prompt = vocabularyPrompt(['Ada Lovelace', 'Grace Hopper', 'Mneme']);
    expect(isEcho('Mneme.', prompt)).toBe(false);
    expect(isEcho('Ada Lovelace, Grace Hopper.', prompt)).toBe(false);
    expect(isEcho('Ada Lovelace, Grace Hopper and I, and Mneme', prompt)).toBe(false);
    expect(isEcho('one, two, three', undefined)).toBe(false);
  });
});
