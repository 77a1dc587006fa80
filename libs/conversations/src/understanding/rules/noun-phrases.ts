import nlp from 'compromise';

/** A thing or person that was spoken of. */
export interface NounPhrase {
  readonly text: string;
  readonly plural: boolean;
  readonly person: boolean;
}

const KIN =
  /\b(?:wife|husband|mother|father|mom|mum|dad|son|daughter|sister|brother|aunt|uncle|boss|doctor|teacher|neighbou?r|friend|colleague|manager|landlord|plumber|cousin|grandmother|grandfather|grandma|grandpa|girlfriend|boyfriend|partner|secretary|assistant|client|customer|dentist|nurse|team|crew|staff|parents|guests|neighbou?rs|kids|children|suppliers|customers|colleagues|members|landlady)\b/i;
const DULL =
  /^(?:i|you|he|she|it|we|they|me|him|her|us|them|this|that|these|those|one|ones|something|anything|nothing|everything|someone|anyone|everyone|nobody|everybody|what|which|who|there|here|thing|things|stuff|way|time|times|day|days|week|weeks|month|months|year|years|morning|afternoon|evening|night|today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|lot|bit|course|problem|idea|moment|minute|second|hour|hours|sense|fun|luck|kind|sort|case|end|part|half|thanks|question|name|need|please|okay|no problem|all|both|more|none|weekend|first|second|third|god|hello|goodbye|bye|yes|no|sure|great|perfect|good|fine|lunch ?time|the past|o'clock|noon|midnight)$/i;
/** Nouns of fixed phrases, which name nothing. */
const IDIOM =
  /\b(?:keep|have) an eye on\b|\bby the way\b|\bof course\b|\bin (?:fact|general|time|touch|charge)\b|\b(?:take|give|make) (?:a )?(?:care|look|sense|call)\b|\bno (?:idea|problem|way|hurry|rush)\b|\bat (?:home|work|last|least|all)\b|\bon (?:leave|holiday|vacation|duty|call|hold|time|top)\b/gi;
const DETERMINER =
  /^(?:(?:and|or|but|so|then|well|also|okay|yes|no|just|only|about|of|for|with|to|from|in|on|at|not|like|that|by|because|if|as) )*(?:(?:the|a|an|my|your|our|his|her|their|its|this|that|these|those|some|any|all|every|each|no|another|such|both|more|much|many|few|other) )*/i;

/** Things and people named in a text, in order. */
export function nounPhrases(text: string): NounPhrase[] {
  return nounsIn<{ text: string; noun?: { isPlural?: boolean } }>(text, { terms: false }).flatMap(
    ({ text: raw, noun }) => {
      const bare = telling(raw, text);
      if (bare === null) return [];
      const plural = noun?.isPlural === true || / and /.test(bare);
      return [{ text: bare, plural, person: KIN.test(bare) || /^\p{Lu}\p{Ll}+$/u.test(bare) }];
    },
  );
}

/** The words alone of what a text names, in order: half the work, for what reads many sentences. */
export function namedThings(text: string): string[] {
  return nounsIn<{ text: string }>(text, { terms: false, noun: false }).flatMap(
    ({ text: raw }) => telling(raw, text) ?? [],
  );
}

/** What the grammar takes for a noun with what belongs to it. */
function nounsIn<Noun>(text: string, parts: object): Noun[] {
  return nlp(text.replace(IDIOM, ' ')).nouns().json(parts) as Noun[];
}

/** The bare phrase, or null when it names nothing. */
function telling(raw: string, text: string): string | null {
  const bare = plainStart(coreOf(raw), text);
  return bare === '' || DULL.test(bare.replace(/'s$/, '')) ? null : bare;
}

/** The capital that only begins a sentence goes. */
function plainStart(phrase: string, sentence: string): string {
  const [first = ''] = phrase.split(' ');
  if (!/^\p{Lu}\p{Ll}/u.test(first) || !sentence.startsWith(first) || isProperNoun(first)) return phrase;
  return first.toLowerCase() + phrase.slice(first.length);
}

const properNouns = new Map<string, boolean>();
const CACHE_LIMIT = 20_000;

function isProperNoun(word: string): boolean {
  const known = properNouns.get(word);
  if (known !== undefined) return known;
  const found = nlp(word).has('#ProperNoun');
  if (properNouns.size >= CACHE_LIMIT) properNouns.clear();
  properNouns.set(word, found);
  return found;
}

/** Without determiner, punctuation and what follows a relative clause. */
export function coreOf(phrase: string): string {
  return phrase
    .replace(/[.,!?;:"]+/g, '')
    .trim()
    .replace(DETERMINER, '')
    .replace(
      /\b(?:that|which|who|for|to|of course|please|then|too|also|again|already|by|from|on|at|with|near|behind|under|between|after|before|since|until|out|up|down|along|back|over|every|each|instead)\b.*$/i,
      '',
    )
    .trim();
}
