import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedProduct, type EmbeddedProduct } from '../../../../test/support/embedded-product.js';
import { MAX_VOCABULARY, SpeechSettings } from './speech-settings.js';

describe('SpeechSettings', () => {
  let product: EmbeddedProduct;
  let settings: SpeechSettings;

  beforeEach(async () => {
    product = await startEmbeddedProduct({ owner: { name: 'Sam', timeZone: 'UTC' } });
    settings = product.app.get(SpeechSettings);
  });
  afterEach(() => product.dispose());

  it('are those of a new account at first, and keep what a change leaves out', async () => {
    expect(await settings.of(product.ownerId)).toEqual({
      language: 'en',
      languages: [],
      vocabulary: [],
      singleLanguageMode: false,
      translationLanguage: null,
    });
    await settings.change(product.ownerId, { language: 'da', singleLanguageMode: true });
    await settings.change(product.ownerId, { vocabulary: [' Skagen ', '', 'Ingrid', 'Skagen'] });
    await settings.change(product.ownerId, { languages: ['da', 'en'], translationLanguage: 'en' });
    expect(await settings.of(product.ownerId)).toEqual({
      language: 'da',
      languages: ['da', 'en'],
      vocabulary: ['Skagen', 'Ingrid'],
      singleLanguageMode: true,
      translationLanguage: 'en',
    });
  });

  it('refuse a vocabulary that is too long, and accounts that are not there', async () => {
    const vocabulary = Array.from({ length: MAX_VOCABULARY + 1 }, (_, index) => `term ${index}`);
    await expect(settings.change(product.ownerId, { vocabulary })).rejects.toMatchObject({
      code: 'VOCABULARY_TOO_LONG',
    });
    await expect(settings.change('nobody', { language: 'da' })).rejects.toMatchObject({
      code: 'USER_MISSING',
    });
    expect((await settings.of('nobody')).language).toBe('en');
  });

  it('do not change the rest of the account', async () => {
    await settings.change(product.ownerId, { language: 'da' });
    await settings.change(product.ownerId, { languages: ['da'] });
    expect((await settings.of(product.ownerId)).vocabulary).toEqual([]);
  });
});
