import { grammarOf } from '#libs/ai';

/** A thing or person that was spoken of. */
export interface NounPhrase {
  readonly text: string;
  readonly plural: boolean;
  readonly person: boolean;
}

const KIN =
  /\b(?:wife|husband|mother|father|mom|mum|dad|son|daughter|sister|brother|aunt|uncle|boss|doctor|teacher|neighbou?r|friend|colleague|manager|landlord|plumber|cousin|grandmother|grandfather|grandma|grandpa|girlfriend|boyfriend|partner|secretary|assistant|client|customer|dentist|nurse|team|crew|staff|parents|guests|neighbou?rs|kids|children|suppliers?|customers|colleagues|members|landlady|lady|gentleman|woman|man|guy|girl|boy|owner|agent|inspector|surgeon|vet|midwife|coach|tutor|chef|clerk|baker|lawyer|accountant|physio|gardener|electrician|carpenter|painter|student|tenant|trainee|intern)\b/i;

/** Whether the phrase is about somebody: "my brother", "the plumber", but not "my sister's recital". */
export function isPerson(phrase: string): boolean {
  const [head = ''] = phrase.split(/ (?:of|for|at|from|with|in) /);
  return KIN.test(head.split(' ').at(-1)!);
}
const DULL =
  /^(?:i|you|he|she|it|we|they|me|him|her|us|them|this|that|these|those|one|ones|somebody|no one|something|anything|nothing|everything|someone|anyone|everyone|nobody|everybody|what|which|who|there|here|thing|things|stuff|way|time|times|day|days|week|weeks|month|months|year|years|morning|afternoon|evening|night|today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|lot|bit|course|problem|idea|moment|minute|second|hour|hours|sense|fun|luck|kind|sort|case|end|part|half|thanks|question|name|need|please|okay|no problem|all|both|more|none|loads|lots|plenty|dozens|tons|chance|self|memo|weekend|first|second|third|god|hello|goodbye|bye|yes|no|sure|great|perfect|good|fine|lunch ?time|number \w+|the past|word|chat|o'clock|noon|midnight)$/i;
/** Nouns of fixed phrases, which name nothing. */
const IDIOM =
  /\b(?:keep|have) an eye on\b|\bin the (?:middle|end|way|meantime)\b|\bby the way\b|\bof course\b|\bin (?:fact|general|time|touch|charge)\b|\b(?:take|give|make|have) (?:a )?(?:quick |little |serious )?(?:care|look|sense|call|word|chat|think)\b|\bno (?:idea|problem|way|hurry|rush)\b|\b(?:save|change|make|break|keep|give|lose|cross|take)s? (?:my|your|his|her|our|their) (?:life|mind|day|heart|word|head|hand|arm|time|breath|fingers|eye)\b|\bat (?:home|work|last|least|all)\b|\bon (?:leave|holiday|vacation|duty|call|hold|time|top)\b/gi;
const DETERMINER =
  /^(?:(?:and|or|but|so|then|well|also|okay|yes|no|just|only|about|of|for|with|to|from|in|on|at|not|like|that|by|because|if|as) )*(?:(?:the|a|an|my|your|our|his|her|their|its|this|that|these|those|some|any|all|every|each|no|another|such|both|more|much|many|few|other) )*/i;

/** What is needed, wanted or left, when nothing else is named: "You will need crutches." */
const WANTED =
  /\b(?:need|needs|needed|want|wants|order|buy|bring|missing|any|some|more) ((?:[a-z]+ )?[a-z]{3,}s)\b/i;
/** "the name of" before "a good plumber" belongs to it. */
const OF_IT =
  /\b(?:the|an?|my|your|our|his|her|their) ((?:\w+ )?\w+ of (?:the |an? |my |your |our |his |her |their )?)$/i;
/** "the first day", "the whole week" */
const SPAN =
  /^(?:first|last|next|other|whole|same|early|late) (?:time|day|week|month|year|morning|afternoon|evening|night|half|one|step)s?$/i;
/** Words that are verbs too, as the heading of a matter: "Rent for the garage". */
const TITLED =
  /^((?:rent|order|deposit|change|list|plan|report|call|copy|cover|present|repair) (?:for|of|to) (?:the |my |our )?[a-z]+)(?=[.,])/i;
/** "The Hansen contract.": a sentence of nothing else. */
const HEADING =
  /^(?:(?:and|so|okay|right|now|then|but),? )*(?:the|my|your|our) ((?:[\w'-]+ ){1,2}(?!\w*(?:s|ed|ing|ly)\b|up\b|out\b|in\b|off\b)[a-z-]{3,})[.?]$/i;
/** A clause that was taken for a name. */
const CLAUSE = /^(?:it|he|she|they|we|you|I|there|me|him|us|them|go) /i;

/** Things and people named in a text, in order. */
export function nounPhrases(text: string): NounPhrase[] {
  const named = nounsIn<{ text: string; noun?: { isPlural?: boolean } }>(text, { terms: false });
  const phrases = named.flatMap(({ text: raw, noun }) => {
    const bare = telling(raw, text)?.replace(/ in (?:the|an?|my|your|our) .*$|'s?$/, '');
    if (bare === undefined || saysQuality(bare) || isNoThing(bare, text)) return [];
    const whole = compoundOf(bare, text);
    return [
      phraseOf(withOwnerOfIt(whole, text), whole === bare ? noun?.isPlural === true : /[^s]s$/.test(whole)),
    ];
  });
  const heading = TITLED.exec(text)?.[1]?.toLowerCase() ?? headingOf(text, phrases);
  if (heading !== undefined)
    return [phraseOf(heading, false), ...phrases.filter((part) => !heading.includes(part.text))];
  return phrases.length > 0 ? phrases : wantedThings(text);
}

/** The words alone of what a text names, in order: half the work, for what reads many sentences. */
export function namedThings(text: string): string[] {
  return nounsIn<{ text: string }>(text, { terms: false, noun: false }).flatMap(
    ({ text: raw }) => telling(raw, text) ?? [],
  );
}

/** What the grammar takes for a noun with what belongs to it. */
function nounsIn<Noun>(text: string, parts: object): Noun[] {
  return grammarOf(text.replace(IDIOM, ' ')).nouns().json(parts) as Noun[];
}

/** The bare phrase, or null when it names nothing. */
function telling(raw: string, text: string): string | null {
  const bare = plainStart(coreOf(raw), text);
  return bare === '' || DULL.test(bare.replace(/'s$/, '')) ? null : bare;
}

/** "a line a day" says how much, "is a fossil" what something is like. */
function isNoThing(phrase: string, text: string): boolean {
  const at = text.indexOf(phrase);
  return (
    /^ an? (?:day|night|week|month|year|hour|head|person|piece)\b/i.test(text.slice(at + phrase.length)) ||
    PREDICATE.test(text.slice(0, at))
  );
}

const PREDICATE =
  /\b(?!it|that|this|there|here|what|one)[a-z]+ (?:is|are|was|were) (?:such |just |really |still )?an? $/i;

/**
 * "your tile saw", "the delivery notes": the grammar took the end of a compound for a verb, though its clause has one. What governs it stands
 * before its article; a word of place, a participle or a quality behind it belongs to no name.
 */
function compoundOf(phrase: string, text: string): string {
  const at = text.indexOf(phrase);
  const after = text.slice(at + phrase.length);
  const end = COMPOUND_END.exec(after)?.[1];
  if (end === undefined || isQuality(end) || isPerson(phrase)) return phrase;
  const led = GOVERNED.exec(text.slice(0, at).replace(INVERTED, ''));
  return led && (governs(led[1]) || (!led[1] && isWholeHeading(end, after))) ? `${phrase} ${end}` : phrase;
}

function governs(word: string | undefined): boolean {
  if (word === undefined || TAKES_CLAUSE.test(word)) return false;
  return PREPOSITION.test(word) || isTagged(word.toLowerCase(), '#Verb');
}

/** "Are the place cards done?" */
const INVERTED = /^(?:and |so |but )?(?:is|are|was|were) (?=the |my |your |our )/i;

/** "The business rates." */
function isWholeHeading(end: string, rest: string): boolean {
  return (
    /[^s]s$/.test(end) &&
    /^(?:[.,?!]*| (?:done|ready|finished|sorted)\b.*)$/i.test(rest.trim().slice(end.length))
  );
}

/** The word before the article of a name, empty where it heads a sentence of its own. */
const GOVERNED =
  /(?:^|[\s,])(?:([\p{L}']+) |(?:number \w+|first|second|third|next|then|and|so|okay|right)[,:] |^)(?:the|my|your|our|his|her|their|an?|this|that|those|these) (?:[\w-]+ )?$/iu;
const COMPOUND_END =
  /^ (?!\w*(?:ed|en|ing|ly)\b|(?:up|out|in|on|off|over|down|back|round|around|away|along|through|about|can|will|must|may|now|then|too|as|be|do|go|come|wait|ready|first|left|right|online|home|here|there)\b)([a-z]{3,})(?=[.,?!]|$| (?:in|on|at|from|for|by|to|with|of|before|after|until|this|next|tomorrow|tonight|today|back|over|along|out|done|ready|finished|sorted)\b)/i;
const PREPOSITION =
  /^(?:of|in|on|at|for|from|by|to|with|about|under|near|behind|into|onto|through|without|before|after)$/i;
/** "I think the shop closes at six", "let the dog run": a sentence of its own follows. */
const TAKES_CLAUSE =
  /^(?:lets?|ma[dk]es?|helps?|helped|watch|see|saw|hears?|heard|is|are|was|were|am|thinks?|thought|say|says|said|know|knew|knows|hopes?|guess|bet|believe|told|tells?|means?|suppose|feel|wish|reckon|assume)$/i;

/** The grammar took the last word for a verb. */
function headingOf(text: string, [first, second]: readonly NounPhrase[]): string | undefined {
  const heading = HEADING.exec(text)?.[1];
  if (!heading || !first || second) return undefined;
  return /^ \S+$/.test(heading.slice(first.text.length)) && heading.startsWith(first.text)
    ? heading
    : undefined;
}

function wantedThings(text: string): NounPhrase[] {
  const wanted = WANTED.exec(text)?.[1];
  return wanted === undefined || DULL.test(wanted) ? [] : [phraseOf(wanted, true)];
}

/** "drives her crazy" names nothing, nor does a span of time. */
function saysQuality(phrase: string): boolean {
  return (
    CLAUSE.test(phrase) || SPAN.test(phrase) || (!phrase.includes(' ') && isTagged(phrase, '#Adjective'))
  );
}

function phraseOf(text: string, plural: boolean): NounPhrase {
  return {
    text,
    plural: (isPluralHead(text, plural) && !SINGULAR_HEAD.test(text)) || / and /.test(text),
    person: KIN.test(text.replace(/ of .*$/, '')) || /^\p{Lu}\p{Ll}+$/u.test(text),
  };
}

/** "a list of the guests" is one list. */
function isPluralHead(text: string, plural: boolean): boolean {
  const head = text.split(/ of /)[0]!;
  return head === text ? plural : /[^s]s$/.test(head);
}

/** "falls audit" is one, whatever stands before its head. */
const SINGULAR_HEAD = /s (?!\w*(?:s|en|ople|eet|eeth)$)\w+$/i;

function withOwnerOfIt(phrase: string, text: string): string {
  const at = text.indexOf(phrase);
  return `${OF_IT.exec(text.slice(0, Math.max(0, at)))?.[1] ?? ''}${phrase}`;
}

/** The capital that only begins a sentence goes. */
function plainStart(phrase: string, sentence: string): string {
  const [first = '', second = ''] = phrase.split(' ');
  // "Roundhay Dental" is a name, wherever it stands.
  if (
    /^\p{Lu}/u.test(second) ||
    !/^\p{Lu}\p{Ll}/u.test(first) ||
    !sentence.startsWith(first) ||
    isTagged(first, '#ProperNoun')
  )
    return phrase;
  return first.toLowerCase() + phrase.slice(first.length);
}

/** Whether a word by itself is a thing, no day and no quality. */
export function isNoun(word: string): boolean {
  return (
    (isTagged(word, '#Noun') || isTagged(word, '#Gerund')) &&
    !isTagged(word, '#Date') &&
    !isTagged(word, '#Pronoun')
  );
}

/** Whether a word by itself tells how something is, or when. */
export function isQuality(word: string): boolean {
  return (
    isTagged(word, '#Adjective') ||
    isTagged(word, '#Adverb') ||
    isTagged(word, '#Date') ||
    isTagged(word, '#Pronoun')
  );
}

type WordTag =
  '#ProperNoun' | '#Adjective' | '#Actor' | '#Verb' | '#Noun' | '#Gerund' | '#Date' | '#Pronoun' | '#Adverb';

const tagged = new Map<string, boolean>();
const CACHE_LIMIT = 20_000;

/** Whether a word by itself is of a kind. */
function isTagged(word: string, tag: WordTag): boolean {
  const key = `${tag} ${word}`;
  const known = tagged.get(key);
  if (known !== undefined) return known;
  const found = grammarOf(word).has(tag);
  if (tagged.size >= CACHE_LIMIT) tagged.clear();
  tagged.set(key, found);
  return found;
}

/** Somebody named by what he does: "caretaker", "choir director", perhaps "projector". */
export function isActor(phrase: string): boolean {
  return isActorByTrade(phrase) || /[^aeiou](?:tor|ssor)$/i.test(phrase);
}

/** Somebody for certain: "engineer", "caretaker". */
export function isActorByTrade(phrase: string): boolean {
  const [head = ''] = phrase.split(/ (?:of|for|at|from|with) /);
  return isTagged(head.split(' ').at(-1)!.toLowerCase(), '#Actor');
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
