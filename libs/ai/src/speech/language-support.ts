import { AppError } from '#libs/kernel';

/** Clients that let the server find out the language say one of these. */
const ANY_LANGUAGE = new Set(['multi', 'auto']);

/** Throws `invalid` LANGUAGE_UNSUPPORTED unless a recognizer for `languages` (ISO 639-1, or `*`) can take audio in `language` (`en`, `en-US`, `multi`). */
export function assertLanguageSupported(language: string, languages: readonly string[]): void {
  const primary = language.toLowerCase().split(/[-_]/)[0]!;
  if (ANY_LANGUAGE.has(primary) || languages.includes('*') || languages.includes(primary)) return;
  throw new AppError(
    'invalid',
    'LANGUAGE_UNSUPPORTED',
    `The speech recognizer does not understand '${language}'; it understands ${languages.join(', ')}. ` +
      'Choose one of these, or a recognizer for that language.',
    { language, supported: languages },
  );
}
