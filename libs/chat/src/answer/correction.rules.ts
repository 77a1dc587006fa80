import type { EvidenceConversation } from './answer-input.js';
import { bestDate, type SaidAt } from './answer-type.rules.js';
import type { Candidate } from './evidence.rules.js';

/** Words with which people change what was just agreed. */
const CHANGES =
  /\b(?:not (?:on|at)|instead|let's make it|make (?:it|that)|(?:is|was|been|be) (?:moved|changed|postponed)|moved? (?:it )?to|rather than|agreed|correction)\b/i;
/** Words with which they say again what holds in the end. */
const SUMMARY = /\b(?:to sum up|summing up|to confirm|in summary|to recap|so that's|final(?:ly)?)\b/i;
/** A change comes within this many turns of what it changes. */
const REACH = 4;

/** Follows a date through the rest of its conversation to the turn in which it was last changed or confirmed. */
export function finalDate(
  candidate: Candidate,
  conversation: EvidenceConversation,
  saidAt: SaidAt,
): Candidate {
  let holds = candidate.last;
  conversation.turns.forEach(({ text }, at) => {
    if (at <= holds) return;
    const changes = (at - holds <= REACH && CHANGES.test(text)) || SUMMARY.test(text);
    if (changes && bestDate(text, saidAt)?.day) holds = at;
  });
  return holds === candidate.last ? candidate : { ...candidate, first: holds, last: holds };
}
