import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { FakeSpeechToText } from '#libs/ai/testing';
import { TranscriptionPreferencesUpdate } from './speech-settings.dto.js';
import { SpeechLanguages } from './speech-settings-languages.js';

const english = new FakeSpeechToText().as('english', { languages: ['en'] });
const many = new FakeSpeechToText().as('many', { languages: ['da', 'en'], multilingual: true });
const any = new FakeSpeechToText().as('any', { languages: ['*'], multilingual: true });

describe('the languages that can be chosen', () => {
  it('are those that some provider understands, by name', () => {
    const languages = new SpeechLanguages({ inOrder: [english, many] });
    expect(languages.all()).toEqual([
      { code: 'da', name: 'Danish' },
      { code: 'en', name: 'English' },
    ]);
    const all = new SpeechLanguages({ inOrder: [any] }).all();
    expect(all.length).toBeGreaterThan(50);
    expect(all.every(({ code, name }) => name !== code)).toBe(true);
  });

  it('are heard among others where a provider can', () => {
    const languages = new SpeechLanguages({ inOrder: [english, many] });
    expect(languages.isHeardAmongOthers('da-DK')).toBe(true);
    expect(languages.isHeardAmongOthers('de')).toBe(false);
    expect(new SpeechLanguages({ inOrder: [english] }).isHeardAmongOthers('en')).toBe(false);
  });
});

describe('a change of preferences', () => {
  const faultsOf = (body: object) =>
    validateSync(plainToInstance(TranscriptionPreferencesUpdate, body)).map(({ property }) => property);

  it('takes what clients send', () => {
    expect(faultsOf({ vocabulary: ['Skagen'], single_language_mode: null })).toEqual([]);
    expect(faultsOf({ languages: ['da', 'pt-BR'], translation_language: '' })).toEqual([]);
  });

  it.each([
    [{ languages: ['danish please'] }, 'languages'],
    [{ translation_language: 'English' }, 'translation_language'],
    [{ vocabulary: ['x'.repeat(101)] }, 'vocabulary'],
    [{ single_language_mode: 'yes' }, 'single_language_mode'],
  ])('refuses %j', (body, property) => {
    expect(faultsOf(body)).toEqual([property]);
  });
});
