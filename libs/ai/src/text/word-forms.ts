import { compromise } from './compromise.js';

const infinitives = new Map<string, string>();
/** More distinct words than any one language has in use; bounds the cache all the same. */
const CACHE_LIMIT = 20_000;

/** The plain form of a verb: `taking`, `took`, `takes` become `take`. A word that is no verb comes back as it is. */
export function infinitiveOf(verb: string): string {
  const known = infinitives.get(verb);
  if (known !== undefined) return known;
  const root = IRREGULAR_PLAIN[verb] ?? rootOf(verb);
  if (infinitives.size >= CACHE_LIMIT) infinitives.clear();
  infinitives.set(verb, root);
  return root;
}

/** Participles that the grammar leaves as they are. */
const IRREGULAR_PLAIN: Readonly<Record<string, string>> = {
  done: 'do',
  gone: 'go',
  seen: 'see',
  taken: 'take',
  given: 'give',
  sewn: 'sew',
  mown: 'mow',
  hung: 'hang',
  bound: 'bind',
  rung: 'ring',
};

function rootOf(verb: string): string {
  const root = rootAs(verb, 'Verb');
  if (root !== verb) return root;
  if (/ed$/.test(verb)) return rootOfPast(verb);
  // "lets"
  if (/[^sui]s$/.test(verb)) return verb.slice(0, -1);
  // "ringing": what is left is a verb of its own, but for an "e" that its sound asks for: "moving".
  if (!/[aeiou].*ing$/.test(verb) || /thing$/.test(verb)) return verb;
  return verb.replace(/ing$/, '').replace(/(?:v|c|[aeou]s|dg)$/, '$&e');
}

/** "rewired" is to wire again; "upholstered" is in no dictionary. */
function rootOfPast(verb: string): string {
  const root = rootAs(verb, 'PastTense');
  if (root !== verb) return root;
  if (/^re[^aeiou]\w{3}/.test(verb)) return `re${infinitiveOf(verb.slice('re'.length))}`;
  return verb.replace(/((?:er|en|on))ed$/, '$1');
}

function rootAs(verb: string, tag: 'Verb' | 'PastTense'): string {
  const document = compromise()(verb);
  document.tag(tag);
  document.compute('root');
  return document.text('root').trim() || verb;
}

const IRREGULAR_THIRD: Readonly<Record<string, string>> = {
  be: 'is',
  am: 'is',
  are: 'is',
  have: 'has',
  do: 'does',
  go: 'goes',
  can: 'can',
  will: 'will',
  must: 'must',
};

/** The form after "he" or "she": `drink` becomes `drinks`, `carry` becomes `carries`, `have` becomes `has`. */
export function thirdPersonOf(verb: string): string {
  const irregular = IRREGULAR_THIRD[verb];
  if (irregular) return irregular;
  if (/(?:s|x|z|ch|sh|o)$/.test(verb)) return `${verb}es`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies`;
  return `${verb}s`;
}

/** A rough common root for comparing words: `invoices` and `invoice`, `booking` and `booked` agree. Lower case in, lower case out. */
export function stemOf(word: string): string {
  let stem = word.replace(/'s$|'$/, '');
  if (stem.length > 4)
    stem = stem
      .replace(/ies$/, 'y')
      .replace(/(?:sses)$/, 'ss')
      .replace(/([^s])s$/, '$1');
  if (stem.length > 5) stem = stem.replace(/(?:ing|ed)$/, '').replace(/([^aeiousl])\1$/, '$1');
  return stem.length > 4 ? stem.replace(/e$/, '') : stem;
}
