import type { SpeechOptions } from '../../ports/speech-to-text.js';
import { isAnyLanguage, primaryLanguage } from '../language-support.js';

/** docs.speechmatics.com/speech-to-text/languages, November 2026. */
export const SPEECHMATICS_LANGUAGES: readonly string[] =
  'ar ba be bg bn ca cs cy da de el en eo es et eu fa fi fr ga gl he hi hr hu ia id it ja ko lt lv mn mr ms mt nl no pl pt ro ru sk sl sv sw ta th tl tr ug uk ur vi yue zh'.split(
    ' ',
  );

interface LanguagePack {
  readonly language: string;
  readonly domain?: string;
}

/** Fixed sets of languages that may be mixed in one stream. The same page. */
const PACKS: Readonly<Record<string, LanguagePack>> = {
  'ar en': { language: 'ar_en' },
  'en es': { language: 'es', domain: 'bilingual-en' },
  'en ms': { language: 'en_ms' },
  'en ta': { language: 'en_ta' },
  'en tl': { language: 'tl' },
  'en zh': { language: 'cmn_en' },
  'en ms ta zh': { language: 'cmn_en_ms_ta' },
};

/**
 * What Speechmatics is asked to understand. Its live streams do not find out the language: where that is left open, the owner's languages
 * are taken together when there is a pack for exactly these, else the first of them, else English.
 */
export function speechmaticsLanguage(options: Pick<SpeechOptions, 'language' | 'languages'>): LanguagePack {
  if (!isAnyLanguage(options.language)) return { language: codeOf(primaryLanguage(options.language)) };
  const spoken = (options.languages ?? [])
    .map(primaryLanguage)
    .filter((language) => SPEECHMATICS_LANGUAGES.includes(language));
  const pack = PACKS[[...new Set(spoken)].sort().join(' ')];
  return pack ?? { language: codeOf(spoken[0] ?? 'en') };
}

/** Speechmatics has Mandarin and Cantonese, and no "Chinese". */
function codeOf(language: string): string {
  return language === 'zh' ? 'cmn' : language;
}
