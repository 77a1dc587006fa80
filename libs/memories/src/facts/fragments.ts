import { MEDICINE } from './lexicon.js';
import { ownWords } from './questions.js';
import { MONTH, NUMBER } from './words.js';

const LEAD_IN =
  /^(?:(?:yes|yeah|and|no,? (?=only|just|in |at |for |from )|only|just|well|oh|I think|mostly|mainly|about|uh|still|over|out|up|down|now|there (?:is|are|was)(?: one| some)?|(?:we are|I am)(?= (?:in|on|at|near)\b))[,.]? +)*/i;
const FRAGMENT = /^((?:to |in |as |on |at |about |around |from )?[\w',-][\w', -]{1,70})$/i;
const ASIDE =
  /,? (?:same as (?:ever|always|before)|as (?:usual|always|ever)|please|thanks|thank you|actually|now|really|honestly|I think|by the way)$/i;
const HAS_VERB =
  /\b(?:i|we|he|she|it|they|you|is|are|am|was|do|does|have|has|will|not|no|none|nothing|never)\b/i;
const NO_FRAGMENT =
  /^(?:yes|yeah|no|nope|sure|okay|ok|right|thanks|thank|a lot|too much|not much|enough|a little|some|it|same|ha|who|what|why|how|when|where|quite|very|oh)\b/i;

/** "Is there a medicine you can't take?" */
const GAP =
  /\b(?:anything|something|an?|any|which|what)(?: \w+){0,2}?(?: that| which)?,? (?:do )?you ((?:cannot|do not|should not|must not|react|avoid|have to avoid|are (?:allergic|intolerant|sensitive)|struggle)\b[^,?]*)\??$/i;

/** Whether a question names what is asked for only by what somebody does with it. */
export function leavesGap(question: string): boolean {
  return GAP.test(question);
}

type Write = (answer: string, question: RegExpExecArray) => string;

/** Questions whose answer is often a mere fragment, and the statement that both make together. */
const FRAGMENT_QUESTIONS: readonly (readonly [RegExp, Write])[] = [
  // "Is there a medicine you can't take?": the answer stands where the question leaves its gap.
  [
    GAP,
    (answer, [, deed]) =>
      `I ${ownWords(deed!.replace(/^(?:should|must) not/, 'cannot').replace(/^are/, 'am'))} ${lower(answer.replace(/^to /i, ''))}`,
  ],
  // "Any medicine that doesn't agree with you?"
  [
    /\b(?:anything|something|any|an?)(?: \w+){0,2}? (?:that|which) ((?:does not|do not|makes?|gives?|upsets?|disagrees?|bothers?|keeps?|brings?) [^,?]*\byou\b[^,?]*)\??$/i,
    (answer, [, deed]) => `${answer} ${deed!.replace(/\byou\b/gi, 'me').replace(/\byour\b/gi, 'my')}`,
  ],
  [
    /\bwhere are you\b(?:,[^,]*)?\??$|\b(?:what|which) (?:part of (?:town|the city)|street|address)\b|\b(?:the|your) address\b|\bwhere (?:should|shall|do|would|will|are|am) (?:we|i|they|he) (?:be )?(?:com|send|go|driv|deliver|pick)\w*\b|\bwhereabouts\b/i,
    (answer) => (ADDRESS.test(answer) ? `I live ${placeOf(answer)}` : ''),
  ],
  [
    /\b(?:what|which) (?:kind|sort|type|make|model) of \w+(?: \w+)? (?:have (?:you|we) got|do (?:you|we) (?:have|drive|own|ride|run|keep)|is (?:it|that))\b/i,
    (answer) => (/^(?:an?|two|three) [a-z]/i.test(answer) ? `I have ${lower(answer)}` : ''),
  ],
  [
    /\ballerg(?:y|ies)\b[^,]*$|\ballergic to (?:anything|something|any)|\bwhat are you allergic\b/i,
    (answer) => `I am allergic to ${lower(answer.replace(/^to /i, ''))}`,
  ],
  [
    /\bwhere do you live\b|\bwhere are you (?:living|based)\b/i,
    (answer) => `I live ${/^(?:in|on|at|near) /i.test(answer) ? lowerFirst(answer) : `in ${answer}`}`,
  ],
  [
    /\bwhere are you (?:originally )?from\b|\bwhere do you come from\b/i,
    (answer) => `I am from ${lowerFirst(answer.replace(/^from /i, ''))}`,
  ],
  [
    /\bwhere (?:did you grow up|were you born)\b/i,
    (answer, [asked]) =>
      `I ${/born/i.test(asked) ? 'was born' : 'grew up'} ${/^(?:in|on|at|near) /i.test(answer) ? lowerFirst(answer) : `in ${answer}`}`,
  ],
  [
    /\bwhat do you do (?:for (?:a living|work))\b|\bwhat is your (?:job|profession|occupation)\b/i,
    (answer) => (/^(?:an?|the) /i.test(answer) ? `I am ${lowerFirst(answer)}` : ''),
  ],
  [
    /\b(?:any|regular|other|on|take|taking) (?:\w+ )?(?:medications?|medicines?|meds|tablets|pills|drugs)\b|\btake anything\b|^(?:and )?(?:medications?|medicines?|tablets)\b/i,
    (answer) =>
      `I take ${lower(answer)}${new RegExp(`\\b(?:${MEDICINE})\\b`, 'i').test(answer) ? '' : ' as medication'}`,
  ],
  [
    /\bhow (?:much|many) ?(?:(?!of\b|do\b)(\w+) )?(?:of \w+ )?do you (\w+)(?: ([^,?]*))?/i,
    (answer, [, thing, verb, rest]) =>
      `I ${verb!.toLowerCase()} ${withThing(answer, thing)}${rest ? ` ${ownWords(rest)}` : ''}`,
  ],
  [
    /\bhow often do you (?:still )?((?!see|hear|talk|think)\w+[^,?]*)/i,
    (answer, [, deed]) => `I ${ownWords(deed!)} ${lowerFirst(answer)}`,
  ],
  [
    /\b(?:what|which)(?: (?!do\b|time\b|day\b)(?:kind of |sort of )?\w+)? do you (?:still )?(play|drive|speak|teach|study|ride|grow|collect|breed|keep|sing|smoke|own)\b/i,
    (answer, [, verb]) => `I ${verb!.toLowerCase()} ${lowerFirst(answer)}`,
  ],
  [
    /\bhow many (kids|children|sons|daughters|brothers|sisters|siblings|dogs|cats|grandchildren)\b/i,
    (answer, [, kin]) =>
      /^\w+(?:,|$)/.test(answer) ? `I have ${answer.replace(/^(\w+)/, `$1 ${kin!.toLowerCase()}`)}` : '',
  ],
  [
    /\b(?:any|have|got) (?:kids|children|brothers|sisters|siblings|pets|animals|grandchildren)\b/i,
    (answer) => (COUNTED.test(answer) ? `I have ${lowerFirst(answer)}` : ''),
  ],
  // "Window or aisle?" "Aisle, always."
  [
    /^(?:and |so )?(?:do you (?:prefer|like|take|want) )?(?:an? |the )?([a-z][a-z ]{1,20}?) or (?:an? |the )?([a-z][a-z ]{1,20}?)\?$/i,
    (answer, [, one, other]) => preferred(answer, lower(one!), lower(other!)),
  ],
  // "How old is your daughter?" "Eight."
  [
    /\b[Hh]ow old (?:is|are) (your \w+|[A-Z]\w+)\b/,
    (answer, [, who]) =>
      new RegExp(`^(?:${NUMBER})(?:-\\w+)?(?=$|[,.])`, 'i').test(answer)
        ? `${ownWords(who!)} is ${lower(answer.split(',')[0]!)}`
        : '',
  ],
  [
    /\bhow do you get to (work|school|the \w+)\b/i,
    (answer, [, where]) =>
      /^(?:by|on) /i.test(answer) ? `I go to ${ownWords(where!)} ${lower(answer)}` : '',
  ],
  [
    /\bdo you play (?:an|any) instruments?\b/i,
    (answer) => `I play ${/^(?:the|a) /i.test(answer) ? lowerFirst(answer) : `the ${answer}`}`,
  ],
  [
    /\byou (?:still )?(live|work|study|come|are) (?:in|at|for|from) /i,
    (answer, [, verb]) =>
      /^(?:in|at|for|from) /i.test(answer)
        ? `I ${verb!.toLowerCase().replace('are', 'am')} ${lowerFirst(answer)}`
        : '',
  ],
  [
    /\bwhere is your (office|studio|workshop|shop|practice)\b/i,
    (answer, [, place]) =>
      `my ${place!.toLowerCase()} is ${/^(?:in|on|at|near|above|over|behind|by) /i.test(answer) ? '' : 'at '}${lowerFirst(answer)}`,
  ],
  [/\bwhen is your birthday\b/i, (answer) => `my birthday is ${lowerFirst(answer)}`],
];

/** Only an address says where somebody lives who was asked where they are. */
const ADDRESS =
  /\b[A-Z]\w+ (?:Street|Road|Lane|Avenue|Close|Terrace|Drive|Court|Square|Crescent|Row|Way|Quay|Place|Gardens|Hill|Boulevard|Parade|Mews|Wharf|Rise|Grove|Walk|Alley)\b/;

/** Only who says that it is always so has a preference. */
function preferred(answer: string, one: string, other: string): string {
  const isOne = answer.toLowerCase().startsWith(one);
  const isOther = answer.toLowerCase().startsWith(other);
  const isAlways = /\b(?:always|every time|any day|never)\b/i.test(answer);
  if (!isAlways || isOne === isOther) return '';
  return isOne ? `I prefer ${one} to ${other}` : `I prefer ${other} to ${one}`;
}

function placeOf(address: string): string {
  if (/^(?:in|on|at|near) /i.test(address)) return lowerFirst(address);
  return new RegExp(`^(?:number|\\d|(?:${NUMBER})\\b)`, 'i').test(address)
    ? `at ${lower(address)}`
    : `in ${address}`;
}

/** "Two cats", "a brother". */
const COUNTED = new RegExp(`^(?:${NUMBER}|an?|some|lots of)\\b`, 'i');

/** "Still at Harrow Lane?" "Still there, number six." */
const STILL_AT = /\b[Aa]re you still (at|in|on) ((?:\w+ )?[A-Z]\w+(?: [A-Z]\w+)*)/;
const STILL_THERE = /^(?:yes,? )?(?:still (?:there|am|is)|same place)\b/i;
const HOW_LONG =
  /\bhow long have you (?:two |both |guys )?((?:been|had|known|lived|worked|played|done)\b[^,?]*?)(?:,? (?:now|already))?(?:, [^?]*?(years|months|weeks)?)?\?/i;
const LENGTH = new RegExp(
  `^(?:about |over |almost |nearly |only )?(${NUMBER})(?:-\\w+)?(?: (years|months))?(?:,? (?:in|this|next|now|come) ?(?:${MONTH}|year|month|spring|summer|autumn|fall|winter)?)?$`,
  'i',
);
const SINCE = /^(?:ever )?since [\w ]{3,40}$/i;

/** What a question and an answer without a verb of its own state together; null when they state nothing. */
export function statementOfFragment(question: string, reply: string): string | null {
  const home = STILL_AT.exec(question);
  if (home && STILL_THERE.test(reply)) return `I live ${home[1]} ${home[2]}`;
  const answer = reply.replace(LEAD_IN, '').replace(ASIDE, '');
  const length = lengthStated(question, answer);
  if (length !== null) return length;
  const fragment = fragmentOf(answer);
  if (fragment === null) return null;
  for (const [pattern, write] of FRAGMENT_QUESTIONS) {
    const match = pattern.exec(question);
    if (match) return write(fragment.replace(/, (?=every|each|once|twice)/g, ' '), match) || null;
  }
  return null;
}

/** The words of an answer that name something; null when they say more or nothing. */
function fragmentOf(answer: string): string | null {
  const whole = FRAGMENT.exec(answer)?.[1];
  // "The cello, since I was nine": what follows is told of it.
  const fragment = whole && HAS_VERB.test(whole) ? whole.split(',')[0] : whole;
  return !fragment || HAS_VERB.test(fragment) || NO_FRAGMENT.test(fragment) ? null : fragment;
}

/** "How long have you been on nights now?" "Nine years in June." */
function lengthStated(question: string, answer: string): string | null {
  const asked = HOW_LONG.exec(question);
  if (!asked) return null;
  const since = SINCE.exec(answer)?.[0];
  if (since) return `I have ${ownWords(asked[1]!)} ${lowerFirst(since)}`;
  const length = LENGTH.exec(answer);
  return (
    length &&
    `I have ${ownWords(asked[1]!)} for ${lowerFirst(length[1]!)} ${length[2] ?? asked[2] ?? 'years'}`
  );
}

/** "Six a day" asked for cups of coffee are six cups of coffee a day. */
function withThing(answer: string, thing: string | undefined): string {
  const amount = lowerFirst(answer);
  if (!thing || amount.includes(thing.toLowerCase()) || / of /.test(amount)) return amount;
  const often = / (?:a|per|each|every) (?:day|week|month|year)$/i.exec(amount)?.[0] ?? '';
  return `${amount.slice(0, amount.length - often.length)} of ${thing}${often}`;
}

/** Words that only the beginning of an answer writes with a capital; what may be a name keeps it. */
const SMALL = new RegExp(
  `^(?:in|on|at|near|from|to|the|an?|my|our|about|around|every|once|twice|since|some|mostly|only|most|half|${NUMBER})\\b`,
  'i',
);

function lowerFirst(text: string): string {
  return SMALL.test(text) ? lower(text) : text;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
