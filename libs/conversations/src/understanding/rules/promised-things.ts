import { clauseEnd, hasFutureDay, type Proposal } from './proposals.js';
import type { Line } from './talk-lines.js';

const THING = '(?:it|them|they|that|those|both|(?:the|your|my|our|his|her|these|this) [\\w-]+)\\b';
/** What one sends may be new to the talk: "you will have an email with the number". */
const MESSAGE =
  '(?:an?|one|some) (?:\\w+ )?(?:email|message|text|copy|draft|list|picture|photo|letter|note|reply|answer|report|quote)s?\\b';
/** "You will have it tonight", "you get the ladder on Monday". */
const GETS = new RegExp(
  `\\byou (?:(?:(?:will|would|shall|are going to) )?(?:have|get|receive|find)|are getting) (?=(?!my word\\b)(?:${THING}|${MESSAGE}))`,
  'gi',
);
/** "He will get the list from me on Monday" */
const GETS_FROM_ME = new RegExp(
  `\\b(?:he|she|they|everybody|everyone|(?:the|my|our) [\\w-]+) (?:will|shall|is going to|are going to) (?:have|get|receive) (?=((?:${THING}|${MESSAGE})(?: [\\w'-]+){0,3}?) from (?:me|us)\\b)`,
  'gi',
);
/** Where a thing is handed over: at the listener's, or in the speaker's bag when they meet. */
const THERE =
  '(?:(?:(?:back|over|out|straight|round) )*(?:with|to|by) you\\b|(?:back )?(?:in|on|under|into|onto) your [\\w-]+\\b|(?:back )?(?:(?:in|on|at|to|into|onto|through|under) )?(?:your|our|their|his|her|the) (?:[\\w-]+ )?(?:inbox|mail|mailbox|post|letterbox|desk|table|hands?|door|doorstep|folder|account|drive|office|reception|counter|pigeonhole|tray|place)\\b|you\\b(?= (?:by|on|before|tomorrow|tonight|this|next)\\b)|(?:along )?with me\\b|(?:in|under) my (?:\\w+ )?(?:bag|hands?|pocket|car|case|rucksack|backpack|basket|arm)\\b)';
/** "It will be in your inbox on Monday", "the transfer reaches you by the fourth", "they are coming with me". */
const ARRIVES = new RegExp(
  `(${THING}(?: [\\w-]+){0,3}?) (?:(?:will|is going to|are going to) (?:be|land|reach|arrive|come|go|get)|is|are|lands?|reach(?:es)?|arrives?|comes?|goes|go|gets?|(?:is|are|will be) (?:coming|going)) (?:back )?(?=${THERE})`,
  'gi',
);
/** "I will have the list on your desk", "I will have the forms with me". */
const HELD = new RegExp(
  `\\bI (?:will|am going to) have (?=((?:${THING}|${MESSAGE})(?: [\\w'-]+){0,3}?) (?:${THERE}|with you\\b))`,
  'gi',
);
/** "The insurance card I will have on me" */
const HELD_AHEAD = new RegExp(
  `(${THING}(?: [\\w'-]+){0,3}?) I (?:will|am going to) have (?:on|with) me\\b`,
  'gi',
);
/** Nothing else is said, or it is vowed: no day is needed to mean it. */
const VOWED =
  /^(?:\w+, )?you will (?:have|get) (?:it|them|that)(?: back)?(?: too)?[.!]*$|\bpromise\b|\bI swear\b/i;

/** Of a day that was named in the sentence before. */
const AT_A_TIME = /\byou will (?:have|get) (?:it|them|that) (?:back )?(?:by|at|before) \w+|\bby then\b/i;

/** What the speaker is to hand over, promised from the side of whoever gets it, or as what he will have with him. */
export function promisedThings(line: Line): Proposal[] {
  if (line.question || !(hasFutureDay(line) || AT_A_TIME.test(line.text) || VOWED.test(line.text))) return [];
  const gets = [...line.text.matchAll(GETS)].map(({ index, 0: words }) => {
    const start = index + words.length;
    return { start, end: clauseEnd(line.text, start) };
  });
  const handed = [
    ...line.text.matchAll(ARRIVES),
    ...line.text.matchAll(HELD),
    ...line.text.matchAll(GETS_FROM_ME),
    ...line.text.matchAll(HELD_AHEAD),
  ].map(({ index, 0: words, 1: thing = '' }) => {
    const start = /^I\b|(?:have|get|receive) $/.test(words) ? index + words.length : index;
    const said = start + thing.length;
    const end = Math.max(clauseEnd(line.text, said), said);
    return { start, end, cut: [said, end] as const };
  });
  const verb = handingVerb(line.text);
  return [...gets, ...handed].map((place) => ({ line, force: 'firm', verb, ...place, verbIsMeant: true }));
}

function handingVerb(text: string): string {
  if (/\bback\b/i.test(text)) return 'return';
  return /\b(?:on|with) me\b|\b(?:in|under) my\b/i.test(text) ? 'bring' : 'send';
}
