import { thirdPersonOf } from '#libs/ai';
import { ACCEPTANCE, GRATITUDE, TAKEN_OVER } from './speech-acts.js';
import type { Line } from './talk-lines.js';
import { type Task } from './task-board.js';
import { DELEGATES, HANDS_ON } from './task-cues.js';

/** "Can you check it?" "Sure, my partner will look at it." */
export function delegates(line: Line, { proposal, evidence }: Task): boolean {
  if (line.index - evidence.at(-1)!.index > 2 || line.role !== 'owner' || line.question) return false;
  return (
    (proposal.force === 'asked' && DELEGATES.test(line.text)) ||
    HANDS_ON.test(line.text) ||
    doesIt(line, proposal.verb)
  );
}

/** "I bring the cake. No, Otto brings it.": the same deed, of another. */
function doesIt({ text }: Line, verb: string): boolean {
  const does =
    /^(?:(?:oh|no|wait|actually),? )*(?:he|she|(?:my|our|the) \w+|\p{Lu}\p{Ll}+) (\w+s) (?:it|that|them|those)\b/iu.exec(
      text,
    )?.[1];
  return does?.toLowerCase() === thirdPersonOf(verb);
}

/** "No, you rest, I will do it." */
export function takesOver(line: Line, last: Task, lines: readonly Line[]): boolean {
  const said = last.evidence.at(-1)!;
  if (line.role === 'unknown')
    return line.index - said.index <= 1 && /^no\b/i.test(line.text) && TAKEN_OVER.test(line.text);
  const welcomed = lines
    .slice(said.index + 1, line.index)
    .some(({ text }) => ACCEPTANCE.test(text) || GRATITUDE.test(text));
  return (
    line.role === 'other' &&
    said.role === 'owner' &&
    !welcomed &&
    line.turn - said.turn === 1 &&
    TAKEN_OVER.test(line.text) &&
    !ACCEPTANCE.test(line.text.slice(0, 12))
  );
}

/** A voice asked for it, and another than the asker speaks now: in the turn after, and not the owner. */
export function isAskedOfAll({ state, proposal: { line: asked } }: Task, line: Line): boolean {
  return (
    state === 'waiting' &&
    asked.role === 'other' &&
    asked.speaker !== line.speaker &&
    line.turn - asked.turn === 1
  );
}
