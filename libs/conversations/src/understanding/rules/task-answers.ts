import { BEGINS_IT, PROMISE_OF_THING, TAKES_ON } from './task-cues.js';
import { type Proposal } from './proposals.js';
import { contentStems, type Line } from './talk.js';
import { type Task } from './task-board.js';
import { onlyDay } from './task-dates.js';
import { withoutDates } from './task-phrase.js';

/** What was asked of anybody needs somebody to take it on; a "yes" only finds it true. */
export function isTakenOn({ proposal }: Task, { text }: Line): boolean {
  return proposal.force !== 'anyone' || TAKES_ON.test(text);
}

/** "Yes, of course. You will have it by Monday.", "Sure. On Friday.": the rest of an answer names the day. */
export function settles(line: Line, task: Task): boolean {
  const agreed = task.evidence.at(-1)!;
  if (task.proposal.force !== 'asked' || task.state !== 'open' || onlyDay(line) === null || line.question)
    return false;
  if (line.role !== agreed.role || line.turn !== agreed.turn) return false;
  return PROMISE_OF_THING.test(line.text) || BEGINS_IT.test(line.text) || isOnlyTime(line);
}

/** "By Friday at noon.": nothing but the time. */
function isOnlyTime(line: Line): boolean {
  const rest = withoutDates({ line, start: 0, end: line.text.length });
  return contentStems(rest).size === 0 && !/\b(?:I|you|we|he|she|they|it|not|no)\b/i.test(rest);
}

/** "No need for that": a pronoun right after the task was spoken of, and nothing else of weight; "The rent is paid, so that is done" has its own. */
export function isMeant(task: Task, { text, index }: Line, stems: ReadonlySet<string>): boolean {
  return (
    index - task.evidence.at(-1)!.index <= 2 &&
    stems.size <= 2 &&
    /\b(?:it|that|them|this)\b/i.test(text) &&
    !/^(?:and |so )?(?:the|my|our) (?!whole thing\b)/i.test(text)
  );
}

/** "We need the signed form." "I will drop it off at the office": what is handed over is what was wanted. */
export function handsOver({ line, start, end }: Proposal, asked: Task | null): boolean {
  if (!asked?.proposal.verbIsMeant || asked.proposal.force !== 'asked') return false;
  return line.turn > asked.askedIn && /^\S+ (?:it|them|those|one)\b/i.test(line.text.slice(start, end));
}
