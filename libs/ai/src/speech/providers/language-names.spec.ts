import { describe, expect, it } from 'vitest';
import { languageCodeOf, singleLanguageOf } from './language-names.js';

describe('names of languages', () => {
  it.each([
    ['english', 'en'],
    ['English', 'en'],
    ['en-GB', 'en'],
    ['de', 'de'],
    ['haitian creole', 'ht'],
    ['chinese', 'zh'],
    ['yue', 'yue'],
    ['myanmar', 'my'],
  ])('read %s as %s', (name, code) => {
    expect(languageCodeOf(name)).toBe(code);
  });

  it('read what is no language as none', () => {
    expect(languageCodeOf('')).toBeUndefined();
    expect(languageCodeOf('klingonese')).toBeUndefined();
  });
});

describe('the single language of a stream', () => {
  it('is the one that was chosen, or the only one that the owner speaks', () => {
    expect(singleLanguageOf('pt-BR', ['en'])).toBe('pt');
    expect(singleLanguageOf('multi', ['de-AT'])).toBe('de');
  });

  it('is none where several can be meant', () => {
    expect(singleLanguageOf('multi', ['de', 'en'])).toBeUndefined();
    expect(singleLanguageOf('auto')).toBeUndefined();
  });
});
