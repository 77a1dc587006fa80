import { type Proposal } from './proposals.js';
import type { Line } from './talk-lines.js';
import { definiteDays } from './task-dates.js';

const NUMBER =
  '(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|\\d+)';
const MONEY = '(?:euros?|dollars?|pounds?|bucks|quid|francs?|crowns?|kron\\w+|zloty|cents?)';
/** "three hundred and ten euros", "the remaining two hundred": a sum names its money, or is a round one. */
const SUM = new RegExp(
  `\\b((?:the (?:other|remaining|rest of the) )?(?:${NUMBER}[ -](?:and )?)*?(?:${NUMBER} ${MONEY}|(?:hundred|thousand)(?: (?:and )?${NUMBER}(?:[ -]${NUMBER})?)?(?: ${MONEY})?))(?![\\w-])`,
  'i',
);
const OWED =
  /\b(?:due|payable|owing|owed|outstanding|still open|to (?:be )?(?:paid|pay|transferred|settled?)|(?:has|have) to (?:reach|be with)|(?:bank|wire) transfer|(?:transfer|wire|send|pay|settle) (?:it|that|those|them|this|us)|we (?:ask|would like|need|expect))\b/i;

/** "The balance is three hundred and ten euros, payable by the twentieth": what the listener is to pay by a day. */
export function owedSums(line: Line): Proposal[] {
  if (line.role !== 'other' || line.question || definiteDays(line).length === 0 || !OWED.test(line.text))
    return [];
  const sum = SUM.exec(line.text);
  if (!sum) return [];
  const start = sum.index;
  return [{ line, force: 'asked', verb: 'pay', start, end: start + sum[1]!.length, verbIsMeant: true }];
}

/** "The other hundred and sixty we would like as a bank transfer": what is wanted comes first. */
const WANTED_AHEAD =
  /^(?:(?:and|so|then|now|but),? )?((?:the|your|those|these) (?:[\w-]+ ){0,4}?[\w-]+?),? (?:I|we) (?:would (?:like|need|want)|need|want|will need|expect|ask for) (?:back |as |by |in |on |from )/i;

export function wantedAhead(line: Line): Proposal[] {
  const thing = WANTED_AHEAD.exec(line.text)?.[1];
  if (thing === undefined) return [];
  const start = line.text.indexOf(thing);
  const verb = /\bback\b/i.test(line.text) ? 'return' : 'send';
  return [{ line, force: 'asked', verb, start, end: start + thing.length, verbIsMeant: true }];
}
