import { isAnyLanguage, primaryLanguage } from '../language-support.js';

/** The languages of Whisper, ISO 639-1 and where there is none 639-3; most compatible servers run it. */
const CODES = (
  'af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it ja jv ka kk ' +
  'km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te ' +
  'tg th tk tl tr tt uk ur uz vi yi yo yue zh'
).split(' ');

const NAMES = new Intl.DisplayNames('en', { type: 'language' });

const CODE_OF_NAME: ReadonlyMap<string, string> = new Map([
  ...CODES.map((code) => [NAMES.of(code)!.toLowerCase(), code] as const),
  // Names that Whisper spells in its own way.
  ['haitian creole', 'ht'],
  ['myanmar', 'my'],
  ['nynorsk', 'nn'],
  ['sinhala', 'si'],
  ['tagalog', 'tl'],
]);

/** The code of a language that a server names in English, or by its code; undefined for what is no language. */
export function languageCodeOf(name: string): string | undefined {
  const wanted = name.trim().toLowerCase();
  return (
    CODE_OF_NAME.get(wanted) ?? (/^[a-z]{2,3}(?:[-_]|$)/.test(wanted) ? primaryLanguage(wanted) : undefined)
  );
}

/** Which language a provider is told, that is, the only one that can be meant; undefined when it has to find out. */
export function singleLanguageOf(language: string, languages: readonly string[] = []): string | undefined {
  if (!isAnyLanguage(language)) return primaryLanguage(language);
  return languages.length === 1 ? primaryLanguage(languages[0]!) : undefined;
}
