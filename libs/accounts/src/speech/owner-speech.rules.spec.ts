import { describe, expect, it } from 'vitest';
import { keytermsOf, spokenLanguageOf } from './owner-speech.rules.js';

describe('what a recognizer listens for', () => {
  it('is the vocabulary and the name of the device, a hundred terms at most, none twice', () => {
    expect(keytermsOf({ vocabulary: ['Skagen', 'Ingrid'] })).toEqual(['Skagen', 'Ingrid', 'Omi']);
    expect(keytermsOf({ vocabulary: ['Omi'] })).toEqual(['Omi']);
    const many = Array.from({ length: 100 }, (_, index) => `term ${index}`);
    expect(keytermsOf({ vocabulary: many })).toEqual(many);
  });
});

describe('the language of a recording', () => {
  it.each([
    ['multi', false, 'multi'],
    ['multi', true, 'da'],
    ['auto', true, 'da'],
    ['en', true, 'en'],
  ])('asked for as %s, in single language mode: %s, is %s', (asked, singleLanguageMode, language) => {
    expect(spokenLanguageOf(asked, { language: 'da', singleLanguageMode })).toBe(language);
  });
});
