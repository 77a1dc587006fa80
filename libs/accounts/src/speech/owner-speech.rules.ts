import type { OwnerSpeech } from './speech-settings.js';

/** What the device is called when it is spoken to; no recognizer knows the word by itself. */
const DEVICE_NAME = 'Omi';
const MAX_KEYTERMS = 100;
/** Clients that let the server find out the language say one of these. */
const ANY_LANGUAGE = new Set(['multi', 'auto']);

/** What a recognizer is to listen for: the owner's words, and the device's name. */
export function keytermsOf({ vocabulary }: Pick<OwnerSpeech, 'vocabulary'>): string[] {
  return [...new Set([...vocabulary, DEVICE_NAME])].slice(0, MAX_KEYTERMS);
}

/**
 * Into what foreign speech is translated that was recorded with this language asked for; null: it is not. Only where the server is to find
 * out the language may any of it be foreign.
 */
export function translationTargetOf(
  asked: string | null,
  {
    translationLanguage,
    singleLanguageMode,
  }: Pick<OwnerSpeech, 'translationLanguage' | 'singleLanguageMode'>,
): string | null {
  return asked !== null && ANY_LANGUAGE.has(asked) && !singleLanguageMode ? translationLanguage : null;
}

/**
 * Into what it is translated once a client has stated the owner's language: into that, as clients of the reference expect, unless the owner
 * chose another one.
 */
export function translationLanguageAfter(
  stated: string,
  { language, translationLanguage }: Pick<OwnerSpeech, 'language' | 'translationLanguage'>,
): string {
  return translationLanguage === null || translationLanguage === language ? stated : translationLanguage;
}

/** The language to recognize when a device asked for this one: an owner may insist on the first language. */
export function spokenLanguageOf(
  asked: string,
  { language, singleLanguageMode }: Pick<OwnerSpeech, 'language' | 'singleLanguageMode'>,
): string {
  return singleLanguageMode && ANY_LANGUAGE.has(asked) ? language : asked;
}
