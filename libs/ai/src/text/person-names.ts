import { compromise } from './compromise.js';

type Lexicon = Readonly<Record<string, string | readonly string[]>>;

const PERSON_TAGS = new Set(['Person', 'FirstName', 'FemaleName', 'MaleName', 'LastName', 'Honorific']);
const firstNames = new Map<string, boolean>();
const CACHE_LIMIT = 20_000;
/** Capitalised words that English first-name lists hold but that speech uses otherwise. */
const NOT_NAMES = new Set(
  `will may mark april june august art chance china christian dean drew faith grant guy hope iris ivy joy lane
   miles pat penny rich rose ruby rusty sandy summer sunny van violet wade dick gay god dad mom mum mother father sister
   brother grandma grandpa aunt uncle honey dear okay ok yes no hey hi hello`.split(/\s+/),
);
/** First names that the dictionary lacks or takes for other words. */
const EXTRA_NAMES = new Set(
  'Leo Max Raj Priya Frank Bill Jonas Lukas Mateo Aisha Yusuf Wei Mei Kenji Anya Finn Luca Noor Zoe Jess Kate Pete Steve'.split(
    ' ',
  ),
);
const TITLE =
  /\b((?:Dr|Doctor|Mr|Mrs|Ms|Miss|Professor|Prof|Aunt|Uncle|Coach|Nurse|Father|Sister)\.?) ((?:Mc|Mac|O')?\p{Lu}\p{L}+)/gu;

/** Whether the word, written with a capital, is a first name in the dictionary. */
export function isFirstName(word: string): boolean {
  if (EXTRA_NAMES.has(word)) return true;
  if (!/^\p{Lu}\p{Ll}+$/u.test(word) || NOT_NAMES.has(word.toLowerCase())) return false;
  const known = firstNames.get(word);
  if (known !== undefined) return known;
  const found = isPersonByDictionary(word);
  if (firstNames.size >= CACHE_LIMIT) firstNames.clear();
  firstNames.set(word, found);
  return found;
}

/** What a single word may be is all in its entry or its form; the whole grammar, which reads sentences, would take ten times as long. */
const BY_FORM = ['freeze', 'lexicon', 'preTagger'];

/** By the dictionary, else by the form of the word. */
function isPersonByDictionary(word: string): boolean {
  const entry = word.toLowerCase();
  // Most words of a talk need no more than a look at what the dictionary holds of them.
  const { lexicon } = (compromise().model() as { one: { lexicon: Lexicon } }).one;
  if (Object.hasOwn(lexicon, entry)) return [lexicon[entry]!].flat().some((tag) => PERSON_TAGS.has(tag));
  const form = compromise().tokenize(word);
  form.compute(BY_FORM);
  return form.has('#Person');
}

/** Whether a capitalised word that no list of names holds may be one all the same: to the dictionary it is a thing of which there is one. */
export function mayBeName(word: string): boolean {
  if (isFirstName(word)) return true;
  if (!/^\p{Lu}\p{Ll}+$/u.test(word) || NOT_NAMES.has(word.toLowerCase())) return false;
  const read = compromise()(word);
  return read.has('#Singular') && !read.has('#Date') && !read.has('#Actor') && !read.has('#Place');
}

/** A capitalised word here is a place or a thing: "in Madison", "Willow Street". */
const BEFORE_PLACE = /\b(?:in|near|at|across|around|outside|towards?|into) $/i;
const AFTER_PLACE =
  /^ (?:Street|Road|Avenue|Lane|Drive|Square|Park|Lake|River|Hill|County|City|Hotel|Hospital|School|Garage|Bank|Airport)\b/;

/** Names of people in a text, each once, in order: first names, and surnames after a title ("Doctor Moss"). */
export function findPersonNames(text: string): string[] {
  const found = new Map<string, number>();
  const titled = new Set<string>();
  for (const match of text.matchAll(TITLE)) {
    found.set(`${match[1]} ${match[2]}`, match.index);
    titled.add(match[2]!);
  }
  for (const match of text.matchAll(/\p{Lu}\p{Ll}+(?!['’][a-rt-z])/gu)) {
    const name = match[0];
    if (found.has(name) || titled.has(name) || !isFirstName(name)) continue;
    const end = match.index + name.length;
    const place =
      BEFORE_PLACE.test(text.slice(Math.max(0, match.index - 9), match.index)) ||
      AFTER_PLACE.test(text.slice(end, end + 12));
    if (!place) found.set(name, match.index);
  }
  return [...found].sort((a, b) => a[1] - b[1]).map(([name]) => name);
}
