import { clauseEnd, hasFutureDay, type Proposal } from './proposals.js';
import { type Line } from './talk.js';

const THING = '(?:it|them|that|those|both|(?:the|your|my|our|his|her|these) [\\w-]+)\\b';
/** "You will have it tonight", "you get the ladder on Monday". */
const GETS = new RegExp(`\\byou (?:(?:will|would|are going to) )?(?:have|get|receive) (?=${THING})`, 'gi');
/** "It will be in your inbox on Monday." */
const ARRIVES = new RegExp(
  `(${THING}(?: [\\w-]+){0,3}?) (?:will be|is going to be) (?:with you\\b|(?:in|on|at) your (?:inbox|mail|mailbox|post|letterbox|desk|table|hands|door|doorstep)\\b)`,
  'gi',
);
/** Nothing else is said, or it is vowed: no day is needed to mean it. */
const VOWED =
  /^(?:\w+, )?you will (?:have|get) (?:it|them|that)(?: back)?(?: too)?[.!]*$|\bpromise\b|\bI swear\b/i;

/** Of a day that was named in the sentence before. */
const AT_A_TIME = /\byou will (?:have|get) (?:it|them|that) (?:back )?(?:by|at|before) \w+/i;

/** What the speaker is to hand over, promised from the side of whoever gets it. */
export function promisedThings(line: Line): Proposal[] {
  if (line.question || !(hasFutureDay(line) || AT_A_TIME.test(line.text) || VOWED.test(line.text))) return [];
  const gets = [...line.text.matchAll(GETS)].map(({ index, 0: words }) => {
    const start = index + words.length;
    return { start, end: clauseEnd(line.text, start) };
  });
  const arrives = [...line.text.matchAll(ARRIVES)].map(({ index, 1: thing = '' }) => ({
    start: index,
    end: index + thing.length,
  }));
  const verb = /\bback\b/i.test(line.text) ? 'return' : 'send';
  return [...gets, ...arrives].map((place) => ({ line, force: 'firm', verb, ...place, verbIsMeant: true }));
}
