/**
 * Endings of inflection, not of word formation, of the languages that are written with one alphabet: cutting them brings most forms of a
 * noun, an adjective or a regular verb together without knowing which of the languages it is (after J. Savoy, "Light stemming approaches
 * for the French, Portuguese, German and Hungarian languages", SAC 2006). Letters carry no accents here any more.
 */
const LATIN_ENDINGS = endings(
  // German, Dutch, Scandinavian
  'ern em en er es e n s et',
  // French, Spanish, Portuguese, Italian: nouns and adjectives
  'os as is us o a i aux',
  // and their verbs
  'ar er ir are ere ire ando endo iendo ado ada ados adas ido ida idos idas aba abas aban ais ait ions iez ent ons ez ons ato ata ati ate amos emos imos',
);
const CYRILLIC_ENDINGS = endings(
  'а я ы и у ю е о ь ий ыи ои еи ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ою ею ам ям ах ях ами ями ыми ими ов ев ии иям иях',
  'ть л ла ло ли ал ала ало али ил ила или ел ела ели ет ит ут ют ат ят ешь ишь ете ите аю яю ает яет ают яют ать ять еть ить',
);
/** `minStem`: fewer letters are no stem any more, `haus` is not a form of `hau`. */
const ALPHABETS = [
  { letters: /^[a-z]+$/, endings: LATIN_ENDINGS, minStem: 4 },
  { letters: /^\p{Script=Cyrillic}+$/u, endings: CYRILLIC_ENDINGS, minStem: 3 },
] as const;

/** The word without its ending of inflection, for a folded word in Latin or Cyrillic letters; other words as they are. */
export function lightStem(word: string): string {
  const alphabet = ALPHABETS.find(({ letters }) => letters.test(word));
  const ending = alphabet?.endings.find(
    (candidate) => word.length - candidate.length >= alphabet.minStem && word.endsWith(candidate),
  );
  return ending ? word.slice(0, -ending.length) : word;
}

function endings(...lists: string[]): string[] {
  const all = new Set(lists.flatMap((list) => list.split(' ')));
  return [...all].sort((a, b) => b.length - a.length);
}
