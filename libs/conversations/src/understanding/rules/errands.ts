import { infinitiveOf } from '#libs/ai';
import { nounPhrases } from './noun-phrases.js';
import { OUTING } from './action-verbs.js';
import { clauseEnd, hasFutureDay, type Proposal } from './proposals.js';
import type { Line } from './talk-lines.js';
import { dueInLine } from './task-dates.js';

const OBJECT =
  "(?:it|them|that|those|both|(?:the|my|your|our|his|her|their|an?|this|these|\\p{Lu}[\\p{L}']+'s) (?:[\\w'-]+ ){0,3}?[\\w'-]+)";
/** "I will have the tail sewn back on", "I need to get the coat cleaned": to sew it, to clean it. */
const CAUSES = new RegExp(
  `\\bI (?:(?:also|still|just|really) )*(?:(?:will|shall|am going to|have to|need to|must|had better|(?:want|mean|plan|intend) to|am going to) (?:have|get)|am (?:having|getting)) (${OBJECT}) (ready|[a-z]+(?:ed|en|wn|ne|nt|pt|ught|ung))\\b`,
  'dgiu',
);

/** "The cot will be ordered before Tuesday", said by who is to do it. */
const WILL_BE_DONE = new RegExp(
  `(?:^|[.,;] )(${OBJECT}) (?:will|is going to|are going to) be ([a-z]+(?:ed|en|wn|ne|nt|pt|ught|ung|id))\\b`,
  'dgiu',
);

/** Deeds that are named by what comes of them. */
export function causedDeeds(line: Line): Proposal[] {
  return [
    ...caused(line, CAUSES),
    ...(line.role === 'owner' && hasFutureDay(line) ? caused(line, WILL_BE_DONE) : []),
  ];
}

function caused(line: Line, pattern: RegExp): Proposal[] {
  return [...line.text.matchAll(pattern)].flatMap((match) => {
    const done = match[2]!.toLowerCase();
    if (/^(?:gone|been|left|open|seen|known|born)$/.test(done)) return [];
    const verb = done === 'ready' ? 'prepare' : infinitiveOf(done);
    if (verb === done) return [];
    const [start] = match.indices![1]!;
    const cut = [match.indices![1]![1], match.indices![2]![1]] as const;
    const end = clauseEnd(line.text, start);
    return [
      { line, force: 'firm' as const, verb, start, end: Math.max(end, cut[1]), cut, verbIsMeant: true },
    ];
  });
}

/** "I am driving to the airport to fetch your dad", "I will go in for the blood test". */
const ON_THE_WAY =
  /\bI (?:(?:also|still|just) )*(?:am (going|coming|driving|heading|popping|running|walking|nipping|swinging|cycling)|will (go|come|drive|head|pop|run|walk|nip|swing|cycle|turn up|show up)) (?=(?:[a-z]+ ){0,2}?(?:(?:to|by|into|at) (?:(?:the|my|your|our|his|her) (?:[\w'-]+ ){0,2}?[\w'-]+|\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?) (?:to (?!the\b|my\b|your\b|our\b)[a-z]+ |for (?:the|my|an?) |and (?:have|get) (?:the|my|an?) |for (?:[a-z]+ )?(?=\p{Lu}))|for (?:the|my|an?) ))/giu;

/** What the speaker goes somewhere for. */
export function errandsOnTheWay(line: Line): Proposal[] {
  if (line.question) return [];
  return [...line.text.matchAll(ON_THE_WAY)].flatMap((match) => {
    const said = (match[1] ?? match[2])!;
    const [plain = '', particle = ''] = said.toLowerCase().split(' ');
    const start = match.index + match[0].length - (particle ? particle.length + 1 : 0);
    const end = clauseEnd(line.text, start);
    if (OUTING.test(line.text.slice(start, end))) return [];
    const force = match[1] === undefined ? ('firm' as const) : ('soft' as const);
    return [{ line, force, verb: infinitiveOf(plain), start, end, verbIsMeant: true }];
  });
}

const WHOM = '(?:you(?: both)?|him|her|them|\\p{Lu}[\\p{L}-]+)';
/** "I will be waiting for her at the station" */
const WAITS = new RegExp(
  `\\bI (?:will|am going to) (?:be )?(?:wait|waiting|there|standing|(?:be )?at [^.,]{3,30}?) for (?=${WHOM}(?: |[.,!]|$))`,
  'gu',
);
/** "I will go and meet her", "I will drive out and get them" */
const GOES_TO_GET = new RegExp(
  `\\bI (?:will|can|am going to) (?:(?:go|come|drive|walk|cycle|pop|head)(?: (?:out|over|down|up|round|along|there))? (?:and|to) (meet|get|fetch|collect)|(meet)) (?=${WHOM}(?: (?:there|myself|off|at the|from)\\b|[.!]|$))`,
  'gu',
);

/** Who arrives on a day that was told before is met: firm only with that day. */
export function welcomes(line: Line): Proposal[] {
  if (line.question) return [];
  return [...line.text.matchAll(WAITS), ...line.text.matchAll(GOES_TO_GET)].map((match) => {
    const start = match.index + match[0].length;
    const verb = match[1] ?? match[2] ?? 'meet';
    return {
      line,
      force: 'soft' as const,
      verb: verb === 'get' ? 'fetch' : verb,
      start,
      end: clauseEnd(line.text, start),
      verbIsMeant: true,
    };
  });
}

/** "Printing the posters is down to me." */
const DOWN_TO_ME =
  /\b([a-z]{2,}ing) ((?:the|my|our|your|his|her|those|these) [^,.;]{2,40}?) (?:is|will be) (?:down to me|up to me|on me|mine|my (?:job|task|turn))\b/dgi;

export function ownShare(line: Line): Proposal[] {
  return [...line.text.matchAll(DOWN_TO_ME)].map((match) => {
    const [start, end] = match.indices![2]!;
    const verb = infinitiveOf(match[1]!.toLowerCase());
    return { line, force: 'firm' as const, verb, start, end, verbIsMeant: true };
  });
}

/** "On Saturday they go to the cobbler", "that one has to go out to Priya": what is to be taken or sent there. */
const GOES_THERE = new RegExp(
  `\\b(it|that|this|they|those|these|that one|(?:the|my|our|this|that) (?:[\\w'-]+ ){0,3}?[\\w'-]+) ((?:(?:has|have|needs?) to |must |will |should )?(?:be )?(?:go(?:es|ing)?|is going|are going)(?: (?:out|off|in|back|over))?) (?=to (?!be\\b|(?:it|me|you)\\b)(?:the |my |our )?\\p{L}+)`,
  'dgiu',
);
/** "The books have to be back by Wednesday", "the invoices must leave the house by Monday". */
const IS_AWAITED =
  /\b(it|that|this|they|those|these|(?:the|my|our|these|those) (?:[\w'-]+ ){0,3}?[\w'-]+) (?:has to|have to|must|needs? to) (be back\b|leave (?:the (?:house|office|flat)|here|my desk)\b|be out of (?:here|the house)\b)/dgiu;
/** "The florist has to have my order by Saturday." */
const MUST_HAVE =
  /\b(?:the|my|our) (?:[\w'-]+ ){0,2}?[\w'-]+ (?:has to|have to|must|needs? to|wants? to) (?:have|get|receive|see) (?=(?:the|my|our|an?) )/giu;

/** In a note: a thing that is to get somewhere by a day. */
export function thingsOnTheirWay(line: Line): Proposal[] {
  if (line.question || !hasFutureDay(line)) return [];
  const gone = [...line.text.matchAll(GOES_THERE)].flatMap((match) => {
    const [start] = match.indices![1]!;
    const cut = match.indices![2]!;
    if (nounPhrases(match[1]!).some(({ person }) => person)) return [];
    const verb = /\b(?:out|off)$/i.test(match[2]!) ? 'send' : 'take';
    return [
      { line, force: 'firm' as const, verb, start, end: clauseEnd(line.text, start), cut, verbIsMeant: true },
    ];
  });
  const awaited = [...line.text.matchAll(IS_AWAITED)].map((match) => {
    const [start, end] = match.indices![1]!;
    const verb = /back$/i.test(match[2]!) ? 'return' : 'send';
    const until = clauseEnd(line.text, end);
    return {
      line,
      force: 'firm' as const,
      verb,
      start,
      end: until,
      cut: [end, until] as const,
      verbIsMeant: true,
    };
  });
  const owed = [...line.text.matchAll(MUST_HAVE)].map((match) => {
    const start = match.index + match[0].length;
    return {
      line,
      force: 'firm' as const,
      verb: 'send',
      start,
      end: clauseEnd(line.text, start),
      verbIsMeant: true,
    };
  });
  return [...gone, ...awaited, ...owed].filter((deed) => dueInLine(deed) !== null);
}
