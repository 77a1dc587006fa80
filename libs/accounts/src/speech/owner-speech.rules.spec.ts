import { describe, expect, it } from 'vitest';
import {
  keytermsOf,
  spokenLanguageOf,
  translationLanguageAfter,
  translationTargetOf,
} from './owner-speech.rules.js';

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

describe('the language that foreign speech is translated into', () => {
  it.each([
    ['multi', 'da', false, 'da'],
    ['auto', 'da', false, 'da'],
    ['en', 'da', false, null],
    [null, 'da', false, null],
    ['multi', null, false, null],
    ['multi', 'da', true, null],
  ])(
    'asked for as %s, to be translated into %s, in single language mode: %s, is %s',
    (asked, translationLanguage, singleLanguageMode, target) => {
      expect(translationTargetOf(asked, { translationLanguage, singleLanguageMode })).toBe(target);
    },
  );

  it('is the one that a client states, unless the owner chose another', () => {
    expect(translationLanguageAfter('de', { language: 'en', translationLanguage: null })).toBe('de');
    expect(translationLanguageAfter('de', { language: 'en', translationLanguage: 'en' })).toBe('de');
    expect(translationLanguageAfter('de', { language: 'en', translationLanguage: 'fr' })).toBe('fr');
  });
});
