import type { EvidenceConversation, EvidenceTurn } from './answer-input.js';
import { bestDate, type SaidAt } from './said-date.rules.js';
import type { Candidate } from './candidate.js';

/** Words with which people change what was just agreed. */
const CHANGES =
  /(?:\bn't|n't) on\b|\b(?:not (?:on|at)|instead|let's make it|make (?:it|that)|(?:is|was|been|be) (?:moved|changed|postponed)|moved? (?:it )?to|rather than|agreed|correction)\b/i;
/** Words with which they say again what holds in the end. */
const SUMMARY = /\b(?:to sum up|summing up|to confirm|in summary|to recap|so that's|final(?:ly)?)\b/i;
/** Words with which a day is turned down; what is proposed next takes its place. */
export const DECLINES =
  /\b(?:no good|not good|(?:doesn't|does not|won't|will not) work|(?:can't|cannot) (?:make|do|come|that|then|leave|get)|i am sorry|i'm sorry|not (?:on|at)|i am busy|i'm busy|(?:is|are) (?:full|out)|(?:i'm|i am) (?:away|at|in))\b/i;
/** A change comes within this many turns of what it changes. */
const REACH = 4;

/** Whether a text changes what was settled before. */
export function changesDate(text: string): boolean {
  return CHANGES.test(text);
}

/** Follows a date through the rest of its conversation to the turn in which it was last changed or confirmed. */
export function finalDate(
  candidate: Candidate,
  conversation: EvidenceConversation,
  saidAt: SaidAt,
): Candidate {
  let holds = candidate.last;
  let declined = DECLINES.test(conversation.turns[holds]!.text);
  conversation.turns.forEach((turn, at) => {
    if (at <= holds) return;
    const near = at - holds <= REACH;
    const declines = DECLINES.test(turn.text);
    declined ||= near && declines;
    const replaces = (near && (declined || changesDate(turn.text))) || SUMMARY.test(turn.text);
    if (replaces && !declines && namesDay(turn, saidAt)) holds = at;
  });
  return holds === candidate.last ? candidate : { ...candidate, first: holds, last: holds };
}

function namesDay({ text, eventAtMs }: EvidenceTurn, saidAt: SaidAt): boolean {
  return eventAtMs !== null || Boolean(bestDate(text, saidAt)?.day);
}
