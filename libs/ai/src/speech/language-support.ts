import { AppError } from '#libs/kernel';

/** Clients that let the server find out the language say one of these. */
const ANY_LANGUAGE = new Set(['multi', 'auto']);

/** Whether the server is to find out what is spoken (`multi`, `auto`). */
export function isAnyLanguage(language: string): boolean {
  return ANY_LANGUAGE.has(primaryLanguage(language));
}

/** ISO 639-1 of a code with or without a region: `pt` of `pt-BR`. */
export function primaryLanguage(language: string): string {
  return language.toLowerCase().split(/[-_]/)[0]!;
}

/** Throws `invalid` LANGUAGE_UNSUPPORTED unless a recognizer for `languages` (ISO 639-1, or `*`) can take audio in `language` (`en`, `en-US`, `multi`). */
export function assertLanguageSupported(language: string, languages: readonly string[]): void {
  if (isAnyLanguage(language) || languages.includes('*') || languages.includes(primaryLanguage(language)))
    return;
  throw languageUnsupported(language, languages);
}

export function languageUnsupported(language: string, languages: readonly string[]): AppError {
  return new AppError(
    'invalid',
    'LANGUAGE_UNSUPPORTED',
    `The speech recognizer does not understand '${language}'; it understands ${languages.join(', ')}. ` +
      'Choose one of these, or a recognizer for that language.',
    { language, supported: languages },
  );
}
