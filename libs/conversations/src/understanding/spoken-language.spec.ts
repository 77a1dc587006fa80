import { describe, expect, it } from 'vitest';
import { InlineRules, ThreadedLanguageDetector, type LanguageDetector } from '#libs/ai';
import { talkOf } from './rules/talk.fixture.js';
import { SpokenLanguage } from './spoken-language.js';

const detector = new ThreadedLanguageDetector(new InlineRules());
const GERMAN = 'In der Bank war es warm, und am Ende war alles gut, also sind wir dann doch gegangen.';
const ENGLISH = 'So we went to the bank, and in the end it was all fine, was it not?';

function languageOf(text: string, asked: string | null, by: LanguageDetector = detector): Promise<string> {
  return new SpokenLanguage(by).of(talkOf(`Sam: ${text}`).turns, asked);
}

describe('the language of a conversation', () => {
  it('is the one that was spoken, whatever its device asked for', async () => {
    for (const asked of ['en', 'multi', 'fr', null]) expect(await languageOf(GERMAN, asked)).toBe('de');
    for (const asked of ['de', 'auto', null]) expect(await languageOf(ENGLISH, asked)).toBe('en');
    expect(await languageOf('明日の朝十時に会議がありますので、資料を送ってください。', 'en')).toBe('ja');
  });
  it('is the one that was asked for where too little was said to tell', async () => {
    expect(await languageOf('Ja, gut.', 'de-AT')).toBe('de');
    expect(await languageOf('Okay.', null)).toBe('en');
  });
  it('is found without the detector where it is plain English', async () => {
    const broken = { detect: () => Promise.reject(new Error('not needed')) } as LanguageDetector;
    expect(await languageOf(ENGLISH, 'de', broken)).toBe('en');
    await expect(languageOf(GERMAN, 'en', broken)).rejects.toThrow('not needed');
  });
});
