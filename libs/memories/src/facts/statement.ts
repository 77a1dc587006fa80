import { infinitiveOf, isFirstName, mayBeName, thirdPersonOf } from '#libs/ai';
import { makeTimeless, type Moment } from './relative-time.js';
import type { Subject } from './subject.js';
import { NUMBER, PET, RELATION } from './words.js';

/** Adverbs that neither the pattern nor the statement needs. */
const EMPTY = new Set(
  'really just still also actually honestly already finally definitely absolutely basically simply even truly now then totally personally certainly too recently currently'.split(
    ' ',
  ),
);
/** Adverbs that belong into the statement but not into the pattern. */
const FREQUENCY = new Set(
  'always usually normally often sometimes mostly generally typically regularly mainly both all rarely seldom hardly barely nearly'.split(
    ' ',
  ),
);
/** Verbs whose past looks like their present; said of oneself without "always" or the like, the past is meant. */
const PAST_LOOKALIKE = new Set(
  'quit split read bet cast cut hurt put let set hit shut lost left met felt kept sent spent built lent won shot dealt meant heard held found'.split(
    ' ',
  ),
);
/** Those of them that with "always" are the present. */
const PRESENT_TOO = new Set('quit split read bet cast cut hurt put let set hit shut'.split(' '));
/** Source: specification of the pipeline, §3.1. */
const MAX_WORDS = 15;
/** Adverbs stand before or just after the first verb. */
const VERB_GROUP_WORDS = 4;

/** Words whose meaning stays behind in the talk. */
const DANGLING =
  /\b(?:you|your|i|we|yours|us|this|these|those|that (?!\w+(?:s|ed)\b)\w+|that one|the other one)\b/i;
/** "On your payroll": whose it is stays behind in the talk, the rest holds without it. */
const OF_LISTENER = / (?:on|at|in|with|under|from) your (?:\w+ )?\w+(?=$|,| (?:for|since)\b)/;
/** "…, in May 2026". */
const DATE_AFTER_COMMA = /,(?= (?:in|since) (?:the \w+ of )?(?:[A-Z]\w+ )?\d{4}$)/;
const TAIL =
  /,?\s+(?:because|although|though|whereas|which|who|where|so that|so(?! (?:much|many|far|well|often)\b)|until (?:i|we|he|she)|if|even though|as (?:i|we|you|soon|long)|like (?:you|i)|that (?:i|we|you|he|she|they)|just like|i think|i guess|before (?:i|we|the [a-z]+ was)|since (?:i|we|he|she|they)|while|ever since (?:i|we|he|she|they)|whenever|to be honest|you know|or (?:i|we)|and (?:i|we|he|she|they|it|that|my|our|the|nobody|everybody)|but)\b.*$/i;
const WHEN_TAIL = /,?\s+(?:when)\b.*$/i;
const ASIDE =
  /,\s+(?:not far|just|right|as|you|or|isn't|thank|honestly|actually|sir|madam|please|especially because|i|we|though|by the way|believe (?:me|it)|to tell|give or take|bless|of all|same as|poor|always|(?:would|can) you believe|never (?:could|have|did|will|has|was|would)|and$)(?:\b.*)?$/i;
const CHILDHOOD =
  /\b(?:ever )?since (?:i|he|she|we) (?:was|were) (?:a |an |very |just a |quite )?(?:child|children|kid|kids|little|young|small|baby|boy|girl|teenager|toddler|born)\b/i;
const SINCE_AGE = new RegExp(
  `\\bsince (?:i|he|she|we) (?:was|were|turned) (${NUMBER})\\b(?: years old)?`,
  'i',
);
const AS_CHILD = /,?\s+(?:when|as) (?:i|he|she|we) (?:was|were) (?:a |an |very |in my )?[\w ]{2,18}$/i;

/** The predicate of a clause in the two forms that are needed of it. */
export interface Predicate {
  /** For the patterns: lower case, plain verb, no adverbs. */
  readonly plain: string;
  /** `plain` with `^` before words that were said with a capital. */
  readonly marked: string;
  /** How often: "always", "usually". */
  readonly frequency: string | null;
  readonly words: readonly string[];
}

/** Cuts what hangs on the predicate and puts it into plain form. */
export function readPredicate(subject: Subject): Predicate {
  const trimmed = trimTail(subject.predicate);
  const words = trimmed.split(/\s+/).filter(Boolean);
  const group = words.slice(0, VERB_GROUP_WORDS).filter((word) => !EMPTY.has(bare(word)));
  const frequency = group.find((word) => FREQUENCY.has(bare(word)))?.toLowerCase() ?? null;
  const kept = [...group, ...words.slice(VERB_GROUP_WORDS)];
  const core = [...group.filter((word) => !FREQUENCY.has(bare(word))), ...words.slice(VERB_GROUP_WORDS)];
  const lead = keptLead(subject.lead);
  const verbs = [...plainVerbs(withoutManner(core), subject.plainVerb), ...(lead ? lead.split(' ') : [])];
  return {
    plain: verbs.join(' ').toLowerCase(),
    marked: verbs
      .map((word, index) => (index > 0 && /^[A-Z]/.test(word) && word !== 'I' ? `^${word}` : word))
      .join(' ')
      .toLowerCase(),
    frequency,
    words: kept,
  };
}

/** Adverbs of manner before the verb ("practically raised", "has slowly become"); what ends alike and is none stays. */
const MANNER = /^[a-z]{3,}ly$/;
const NO_MANNER =
  /^(?:early|daily|weekly|only|likely|family|nightly|yearly|monthly|hourly|rely|apply|reply|supply|ally|lonely|friendly|elderly|badly|poorly|easily)$/;
/** How far from the beginning such an adverb may stand before its verb. */
const BEFORE_VERB = 2;

function withoutManner(words: readonly string[]): string[] {
  return words.filter(
    (word, place) =>
      place >= BEFORE_VERB || place === words.length - 1 || !MANNER.test(word) || NO_MANNER.test(word),
  );
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, '');
}

function trimTail(predicate: string): string {
  const lasting = predicate
    .replace(CHILDHOOD, 'since childhood')
    .replace(SINCE_AGE, 'since the age of $1')
    .replace(AS_CHILD, '')
    .replace(/\bmuch (?=prefer)/i, '');
  const keepsWhen =
    /\b(?:best|better|worst|clearer|sharper|easier|faster|more \w+ly|concentrate|focus|relax)\b/i.test(
      lasting,
    );
  const cut = withoutCall(lasting.replace(TAIL, '').replace(ASIDE, ''));
  return (keepsWhen ? cut : cut.replace(WHEN_TAIL, '')).replace(/[\s,.]+$/, '');
}

const CALL = new RegExp(`(?<!\\b(?:${RELATION}|${PET})), ([A-Z][a-z]+)$`);

/** "…, Marta": whom it was told to. */
function withoutCall(predicate: string): string {
  const called = CALL.exec(predicate)?.[1];
  return called && (isFirstName(called) || mayBeName(called)) ? predicate.replace(CALL, '') : predicate;
}

const PLAIN_AUXILIARY: Readonly<Record<string, string>> = { am: 'be', is: 'be', are: 'be', has: 'have' };

/** "am" as `be`, "does not eat" as `not eat`, "works" as `work`: one spelling for the patterns, whoever speaks of whom. */
function plainVerbs(words: readonly string[], isPlain: boolean): string[] {
  const [first, second, ...rest] = words;
  if (first === undefined) return [];
  if (/^(?:am|is|are|be) no longer$/i.test(words.slice(0, 3).join(' ')))
    return ['no', 'longer', 'be', ...words.slice(3)];
  const verb = first.toLowerCase();
  const tail = second === undefined ? rest : [second, ...rest];
  const auxiliary = PLAIN_AUXILIARY[verb];
  if (auxiliary !== undefined) return [auxiliary, ...tail];
  if (/^do(?:es)?$/.test(verb) && second?.toLowerCase() === 'not') return ['not', ...rest];
  if (/^(?:never|only)$/.test(verb) && second !== undefined)
    return [verb, plainVerb(second, isPlain), ...rest];
  return [plainVerb(verb, isPlain), ...tail];
}

/** Past forms stay: that it is over belongs to the statement. */
function plainVerb(verb: string, isPlain: boolean): string {
  return isPlain || !verb.endsWith('s') || verb === 'was' ? verb : infinitiveOf(verb.toLowerCase());
}

/** The whole statement in the third person, or null when it would not stand alone. */
export function writeStatement(subject: Subject, predicate: Predicate, moment: Moment): string | null {
  const conjugated = conjugate(predicate.words, subject);
  const body = ofOther(conjugated.join(' ').replace(OF_LISTENER, ''), subject);
  const lead = keptLead(subject.lead);
  const statement = makeTimeless(`${subject.label} ${body}${lead ? ` ${lead}` : ''}`, moment);
  if (DANGLING.test(statement.slice(subject.label.length))) return null;
  const short = shorten(statement.replace(DATE_AFTER_COMMA, '').replace(/[\s,]+$/, ''));
  return short.split(' ').length > MAX_WORDS ? null : short;
}

function conjugate(words: readonly string[], subject: Subject): string[] {
  if (!subject.plainVerb) return [...words];
  const often = words.some((word) => FREQUENCY.has(bare(word)) || /^(?:never|only)$/.test(bare(word)));
  const at = words.findIndex(
    (word) => !FREQUENCY.has(bare(word)) && !['never', 'only', 'no', 'longer'].includes(bare(word)),
  );
  return words.map((word, index) => (index === at ? thirdPerson(word, often) : word));
}

function thirdPerson(word: string, often: boolean): string {
  const verb = word.toLowerCase();
  if (verb === 'am' || verb === 'are') return 'is';
  if (verb === 'were' || verb === 'was') return 'was';
  if (often && PRESENT_TOO.has(verb)) return thirdPersonOf(verb);
  if (verb === 'cannot' || PAST_LOOKALIKE.has(verb) || isPast(verb)) return verb;
  return thirdPersonOf(verb);
}

/** Verbs that end like a past form. */
const PRESENT_IN_ED = new Set([
  'need',
  'feed',
  'breed',
  'bleed',
  'succeed',
  'proceed',
  'exceed',
  'speed',
  'weed',
  'shed',
]);

function isPast(verb: string): boolean {
  if (verb.endsWith('ed') && verb.length > 3) return !PRESENT_IN_ED.has(verb);
  return verb !== 'have' && verb !== 'do' && infinitiveOf(verb) !== verb;
}

/** "my" is "their" when somebody else writes it down. */
function ofOther(text: string, subject: Subject): string {
  if (subject.kind === 'thing' || subject.kind === 'effect') return text;
  const owner = /^(.+?)'s /.exec(subject.label)?.[1];
  if (subject.kind === 'related' && owner) return withOwner(text, owner);
  return text
    .replace(/\b(?:my|our)(?= own\b)/gi, 'their')
    .replace(/\b(?:my|our)\b/gi, 'their')
    .replace(/\b(?:myself|ourselves)\b/gi, 'themselves')
    .replace(/\b(?:mine|ours)\b/gi, 'theirs')
    .replace(/\bme\b/gi, 'them');
}

/** "She moved in with us": who tells it of a relative is somebody else than the relative. */
function withOwner(text: string, owner: string): string {
  return text.replace(/\b(?:my|our)\b/gi, `${owner}'s`).replace(/\b(?:me|us)\b/gi, owner);
}

/** "Every Sunday" belongs to the fact; "in the city" and "since last weekend" only set the scene. */
function keptLead(lead: string): string {
  const text = lead.replace(/,$/, '').trim();
  const keeps =
    /^(?:every|each|once|twice|most|on \w+days\b|(?:late |early )?(?:at|in|before|after) (?:the )?(?:\w+ in the )?(?:night|evening|mornings?|dawn|noon|midnight)$|in the \w+s?$|after (?:work|school)|before (?:work|breakfast))/i.test(
      text,
    );
  return keeps
    ? text.charAt(0).toLowerCase() +
        text.slice(1).replace(/\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b/gi, capitalized)
    : '';
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Cuts at the last joint that leaves a whole statement. */
function shorten(statement: string): string {
  const words = statement.split(' ');
  if (words.length <= MAX_WORDS) return statement;
  const plain = statement.replace(LENGTH, '');
  if (plain !== statement) return shorten(plain);
  const head = words.slice(0, MAX_WORDS + 1).join(' ');
  const end = JOINTS.map((joint) => head.lastIndexOf(joint)).find((at) => at > head.length / 2);
  return end === undefined ? statement : head.slice(0, end).trim();
}
/** How long it was by then: said when there is room. */
const LENGTH = / \([\w -]+ years in \d{4}\)/;
/** The looser first. */
const JOINTS = [', ', ' and ', ' with ', ' at ', ' in ', ' on ', ' for ', ' from ', ' since '];
