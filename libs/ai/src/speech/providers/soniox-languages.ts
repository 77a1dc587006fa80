import type { SpeechOptions } from '../../ports/speech-to-text.js';
import { isAnyLanguage, primaryLanguage } from '../language-support.js';

/** soniox.com/docs/stt/concepts/supported-languages, November 2026. Every model knows them all, and one stream may hold several. */
export const SONIOX_LANGUAGES: readonly string[] = (
  'af sq ar az eu be bn bs bg ca zh hr cs da nl en et fi fr gl de el gu he hi hu id it ja kn kk ko lv lt mk ms ml mr no fa pl pt pa ro ' +
  'ru sr sk sl es sw sv tl ta te th tr uk ur vi cy'
).split(' ');

/** The languages to expect, none for any. */
export function sonioxHints({ language, languages = [] }: SpeechOptions): string[] {
  const expected = isAnyLanguage(language) ? languages : [language];
  return [...new Set(expected.map(primaryLanguage))].filter((code) => SONIOX_LANGUAGES.includes(code));
}
