import { describe, expect, it } from 'vitest';
import { InlineRules } from './rule-runner.js';
import { ThreadedLanguageDetector } from './threaded-language-detector.js';

const detector = new ThreadedLanguageDetector(new InlineRules());
const SENTENCES = {
  en: 'I will send you the report tomorrow.',
  de: 'Ich schicke dir morgen den Bericht.',
  fr: 'Je vous envoie le rapport demain.',
  da: 'Jeg sender dig rapporten i morgen.',
  ru: 'Во сколько ты приедешь?',
  ja: '明日報告書を送ります。',
};

describe('the language of a sentence', () => {
  it('is told among all that there are', async () => {
    expect(await detector.detect(Object.values(SENTENCES), [])).toEqual(Object.keys(SENTENCES));
  });

  it('is told among those that come into question, by their first part', async () => {
    expect(await detector.detect([SENTENCES.en, SENTENCES.de], ['de-CH', 'en-GB'])).toEqual(['en', 'de']);
    expect(await detector.detect([SENTENCES.da], ['de', 'en'])).not.toContain('da');
  });

  it('is not narrowed down to a single one', async () => {
    expect(await detector.detect([SENTENCES.de], ['en'])).toEqual(['de']);
  });

  it('is unknown where there are no words', async () => {
    expect(await detector.detect(['?!', '42'], [])).toEqual([null, null]);
    expect(await detector.detect([], [])).toEqual([]);
  });
});
