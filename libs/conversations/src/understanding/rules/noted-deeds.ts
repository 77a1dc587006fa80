import { grammarOf } from '#libs/ai';
import { ACTION_VERBS } from './action-verbs.js';
import { passiveNeeds } from './asked-proposals.js';
import { thingsOnTheirWay } from './errands.js';
import { imperatives } from './imperatives.js';
import { nounPhrases } from './noun-phrases.js';
import {
  clauseEnd,
  hasFutureDay,
  lead,
  matches,
  named,
  wordAt,
  withoutOverlaps,
  type Proposal,
} from './proposals.js';
import { CONDITION, HEDGE } from './speech-acts.js';
import type { Line } from './talk-lines.js';
import { withoutDates } from './timeless-words.js';

/** What the speaker of a note tells himself to do. */
export function notedDeeds(line: Line): Proposal[] {
  const liked = matches(line, LIKES_TO, 'soft');
  if (liked.length > 0) return liked;
  if (HEDGE.test(line.text) || CONDITION.test(line.text)) return imperatives(line);
  const wanted = hasFutureDay(line) ? named(line, WANTED_STATE, { verb: 'get', force: 'asked' }) : [];
  return withoutOverlaps([
    ...listedThings(line),
    ...imperatives(line),
    ...plainOrders(line),
    ...passiveNeeds(line),
    ...thingsOnTheirWay(line),
    ...goesOut(line),
    ...wanted,
  ]);
}

/** "I would like to buy two tickets": to a clerk it opens the talk, in a note it is a plan. */
const LIKES_TO = lead(`\\bI would (?:also |really )?like to`);

/** "I want them in the ground on Saturday." */
const WANTED_STATE =
  /\bI want (?=(?:it|them|that|those|these|(?:the|my|our) [\w ]{2,30}?) (?:in|on|out|off|back|done|ready|gone|finished|(?!the\b)\w+ed)\b)/gi;

/** "The letter has to go out by Tuesday" is to send it. */
const GOES_OUT =
  /\b((?:it|that|this|they|those|these|(?:my|our) [\w-]+(?: [\w-]+){0,3}?)) (?:(?:still|also|really) )*(?:has to|have to|must|needs? to) (?:go (?:out|off)|be in the (?:mail|post))\b/gi;

function goesOut(line: Line): Proposal[] {
  return [...line.text.matchAll(GOES_OUT)].map(({ index, 1: thing = '' }) => ({
    line,
    force: 'anyone' as const,
    verb: 'send',
    start: index,
    end: index + thing.length,
    verbIsMeant: true,
  }));
}

/** Words before an article that are no verbs. */
const NO_ORDER =
  /^(?:in|on|at|by|for|with|of|from|to|after|before|until|till|since|during|while|when|where|because|if|as|and|or|but|so|then|now|not|only|just|even|also|maybe|perhaps|about|behind|under|over|near|all|both|half|such|what|which|who|how|why|is|are|was|were|am|be|do|does|did|has|have|had|will|would|can|could|shall|should|may|might|must|here|there|like|than|inside|outside|through|without|between|along|around|across|up|down|off|out|into|onto|per|yes|no|today|tomorrow|tonight|again|still|once|plus|next|first|second|third|last|well|love|hate|guess|bet|hope|wish|think|know|feel|\w+(?:day|ly|ed|ing))$/;
const BEFORE_THING = /^[a-z'-]+ (?:the|my|our|his|her|their|an?|some|those|these|\p{Lu}[\p{L}]+'s) /iu;

/** "Hem the dress on Thursday.": before an article stands a verb, whatever the word is elsewhere. */
function plainOrders(line: Line): Proposal[] {
  const start = OPENING.exec(line.text)![0].length;
  const verb = wordAt(line.text, start);
  if (line.question || !hasFutureDay(line) || NO_ORDER.test(verb)) return [];
  if (!BEFORE_THING.test(line.text.slice(start))) return [];
  return [{ line, force: 'asked', verb, start, end: clauseEnd(line.text, start) }];
}

/** "Shopping for tomorrow: eggs and flour", "To get: lamps" */
const SHOPPING =
  /^(?:(?:and|also|so|right|okay|oh|then),? )*(?:shopping(?: list)?|groceries|from the (?:shops?|supermarket|market|chemist|pharmacy|garden centre|hardware store)|we are (?:out of|short of|low on)|I am (?:out of|short of|low on)|out of)(?: for [\w' ]{3,20}?)?(?:[:,.]| (?=\w)) *(?=\w)/i;
/** Words before the first thing. */
const OPENING = /^(?:(?:and|also|so|right|okay|oh|then|plus|next),? )*/i;
/** So many things one after the other are a list. */
const LIST_ITEMS = 3;
/** "Flowers for Jean on the twelfth." */
const FOR_SOMEBODY = /^(?:an? |some |the )?[\w' -]{3,40}? for (?:my |our |the )?\p{L}[\p{L}'-]+[.,]*$/iu;

/** "Milk, batteries, and a filter for the boiler.": things without a verb, which are to be got. */
function listedThings(line: Line): Proposal[] {
  const heading = SHOPPING.exec(line.text)?.[0].length;
  const start = heading ?? OPENING.exec(line.text)![0].length;
  const end = line.text.length;
  const words = withoutDates({ line, start, end })
    .trim()
    .replace(/[\s.,]+$/, '');
  const items = words.split(/,? and |, /);
  const forSomebody = hasFutureDay(line) && FOR_SOMEBODY.test(words);
  const isList = heading !== undefined || items.length >= LIST_ITEMS || forSomebody;
  if (line.question || !isList || !isOfThings(words, items)) return [];
  return [{ line, force: 'asked', verb: 'get', start, end, verbIsMeant: true }];
}

/** Things are named, and nothing is said of them. */
function isOfThings(words: string, items: readonly string[]): boolean {
  if (!items.some(namesThing) || !items.every(mayBeGot)) return false;
  return (
    !ACTION_VERBS.has(wordAt(words, 0)) &&
    !grammarOf(words).has('(#Copula|#Auxiliary|#Modal|#PastTense|#Pronoun|#Negative)')
  );
}

/** "blue sky" is no thing, "out of the door" no name of one. */
function mayBeGot(item: string): boolean {
  return (namesThing(item) || !item.includes(' ')) && !NOT_TO_GET.test(item);
}

const NOT_TO_GET =
  /^(?:in|on|at|out|off|up|down|to|from|with|under|over)\b|\b(?:sky|day|night|morning|weather|sun|rain|breeze|light|air|mood|people|time|year)$/i;

function namesThing(item: string): boolean {
  return nounPhrases(item).length > 0;
}
