import { ACTION_VERBS } from './action-verbs.js';
import { type Force, type Proposal } from './proposals.js';
import type { Line } from './talk-lines.js';

/** "I draw the plan, and you talk to the office": who of two does what, in the present tense. */
const SHARES =
  /\b(I|you) (?:(?:then|will|can) )*((?!will|am|are|have|can|could|would|do (?:not|you))[a-z]+ (?:the|an?|my|our|your|us|some|him|her|them|it|to|with|for)\b[^,.;?]*?)(?:,? (?:and|but|while)|,) (I|you) (?:(?:then|will|can) )*((?!will|am|are|have|can|could|would|do (?:not|you))[a-z]+ [^.;?!]+)/di;

/** The share that "I" or "you" gets of the work. */
export function shareOf(who: 'I' | 'you', line: Line, force: Force): Proposal[] {
  const match = SHARES.exec(line.text);
  if (!match || match[1]!.toLowerCase() === match[3]!.toLowerCase()) return [];
  const group = match[1]!.toLowerCase() === who.toLowerCase() ? 2 : 4;
  const [first, second] = [match[2]!, match[4]!].map((words) => words.split(' ')[0]!.toLowerCase());
  if (!isWork(first!) || !isWork(second!)) return [];
  const [start, end] = match.indices![group]!;
  return [{ line, force, verb: group === 2 ? first! : second!, start, end }];
}

function isWork(verb: string): boolean {
  return ACTION_VERBS.has(verb) || /^(?:do|get|take|make|see|bring)$/.test(verb);
}
