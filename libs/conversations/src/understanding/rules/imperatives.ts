import { ACTION_VERBS } from './action-verbs.js';
import { clauseEnd, wordAt, type Proposal } from './proposals.js';
import type { Line } from './talk-lines.js';

/** An order without a word before it: "Send it by Friday.", "And take magnesium.", "Sam, bring the keys." */
const NOTE_LEAD =
  /^(?:[^.?!]*\b(?:things? to do|to-?do(?: list)?|(?:note|memo|reminder) (?:to|for) (?:my)?self|my list)\b[^a-z]{1,3}|[^.?!:]*\b(?:note|memo|list|reminder|to[- ]?do)\b[^.?!:]*: ?)/i;

/** "It runs out on Friday, so renew it.", "That book for Eva, order it tonight." */
const REASON_LEAD =
  /^[^?!]*, (?:so (?=[a-z]+ (?:the|my|our|your)\b)|(?:so )?(?=[a-z]+ (?:it|them|that|those)\b))/i;

const LINKING_LEAD =
  /^(?:(?:and|then|so|also|just|simply|oh|okay|all right|but|first|second|third|next|finally|now|well|yes|great|perfect|good|no|number \w+),? ){1,3}(?=[A-Za-z])/i;

const NAME_LEAD = /^(?!\w+day\b|Tomorrow\b|Tonight\b)\p{Lu}\p{L}+, (?=[A-Za-z])/u;

/** "See a doctor, will you?" */
const ASKING_TAG = /, (?:will|would|could|can) you\?*$/i;

/** Orders to nobody: the items of a note to oneself. Comma lists give several. */
export function imperatives(line: Line): Proposal[] {
  if (line.question && !ASKING_TAG.test(line.text)) return [];
  const start = [NOTE_LEAD, LINKING_LEAD, NAME_LEAD, LINKING_LEAD].reduce(
    (at, prefix) => at + (prefix.exec(line.text.slice(at))?.[0].length ?? 0),
    0,
  );
  if (/^(?:remember|do not forget)\b/i.test(line.text.slice(start))) return [];
  const listed = LIST.exec(line.text);
  if (listed) return [listItem(line, listed)];
  const concluded = REASON_LEAD.exec(line.text)?.[0].length;
  return [orderAt(line, start), concluded === undefined ? null : orderAt(line, concluded)]
    .filter((order) => order !== null)
    .slice(0, 1);
}

/** Words of an order that are none: "Hang on", "Rent for the garden", "Ask me in spring". */
const NO_ORDER =
  /^(?:(?:hang|hold|go|come) on|(?:rent|book|order|deposit|plant|list|plan|change) (?:for|of|from)|\w+ (?:me|is|are|was|were|will|has|would|you\b(?= *(?:[,.!]|$|so|very|for|again|all))|you too|us|at|of|,))\b/i;

function orderAt(line: Line, start: number): Proposal | null {
  const verb = wordAt(line.text, start);
  if (!ACTION_VERBS.has(verb) || NO_ORDER.test(line.text.slice(start))) return null;
  return { line, force: 'asked', verb, start, end: clauseEnd(line.text, start) };
}

/** "To buy: milk and bread". */
const LIST = /^(?:things |stuff )?to (\w+)[:,] (?=\w)/i;

function listItem(line: Line, match: RegExpExecArray): Proposal {
  const verb = match[1]!.toLowerCase();
  return { line, force: 'asked', verb, start: match[0].length, end: line.text.length, verbIsMeant: true };
}
