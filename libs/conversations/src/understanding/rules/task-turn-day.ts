import { PAST } from './speech-acts.js';
import { type Proposal } from './proposals.js';
import type { Line, Talk } from './talk-lines.js';
import { type Task } from './task-board.js';
import { HABIT, onlyDay, type Due } from './task-dates.js';

/** Sentences between a deed and the day that its turn names for it. */
const REACH = 2;
/** "He is away until Friday", "Tom arrives on Monday" */
const OF_ANOTHER = /^(?:(?:and|so|but|well|yes|okay|no|sure|because),? )*(?:he|she)\b/i;
const PAST_TENSE = /\b(?:was|were|had|did|went|came|got)\b/i;
/** A deed with a time of its own. */
const OWN_TIME =
  /\b(?:(?:right |straight )?(?:now|away|after|before|when|while|once|as soon as)|next|soon|later|one day|some day|some time|afterwards|(?:in|during) the)\b/i;

/** "I am in town tomorrow anyway. I will buy the brushes.": the one day that the turn of a deed names, if its sentence names none. */
export function dayOfTurn(
  { proposal, due, evidence }: Task,
  { diarized, lines }: Talk,
  taken: ReadonlySet<Line>,
): Due | null {
  const line = evidence.findLast(({ role }) => role === 'owner') ?? proposal.line;
  if (due !== null || !diarized || hasOwnTime(line, proposal)) return null;
  const near = lines
    .slice(Math.max(0, line.index - REACH), line.index + REACH + 1)
    .filter((other) => other.turn === line.turn && other.role === line.role && onlyDay(other) !== null);
  const [told] = near;
  if (near.length !== 1 || taken.has(told!) || !isOfMatter(told!)) return null;
  return onlyDay(told!);
}

function hasOwnTime(line: Line, proposal: Proposal): boolean {
  const words = line === proposal.line ? line.text.slice(proposal.start, proposal.end) : line.text;
  return line.dates.length > 0 || HABIT.test(words) || OWN_TIME.test(words);
}

function isOfMatter({ text, question }: Line): boolean {
  return !question && ![PAST, PAST_TENSE, OF_ANOTHER].some((pattern) => pattern.test(text));
}
