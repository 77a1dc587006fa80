import { findPersonNames } from '#libs/ai';
import type { EvidenceConversation } from './answer-input.js';
import type { Candidate } from './evidence.rules.js';
import { speakerNames } from './speaker-names.rules.js';

/** Whom a turn means, and the turn in which the name stands when it is another one. */
export interface NamedPerson {
  readonly name: string;
  readonly turn: number | null;
}

const FIRST_PERSON = /\b(?:i|i'm|i'll|i've|me|my)\b/i;
const THIRD_PERSON = /\b(?:he|she|his|her|him|he's|she's|he'll|she'll)\b/i;
/** How far back a "he" may reach. */
const REACH = 8;

/** Who it is that a "who" question finds: the speaker who says "I", a person named in the turn, or the last one named before a "he". */
export function personMeant(candidate: Candidate, { turns }: EvidenceConversation): NamedPerson | null {
  const turn = turns[candidate.last]!;
  const [named] = findPersonNames(turn.text);
  if (named) return { name: named, turn: null };
  if (FIRST_PERSON.test(turn.text) && !THIRD_PERSON.test(turn.text)) {
    if (turn.isUser) return { name: 'You', turn: null };
    const name = speakerNames(turns).get(turn.speaker);
    return name ? { name, turn: null } : null;
  }
  return THIRD_PERSON.test(turn.text) ? lastNamedBefore(candidate.first, turns) : null;
}

function lastNamedBefore(at: number, turns: EvidenceConversation['turns']): NamedPerson | null {
  for (let back = at - 1; back >= Math.max(0, at - REACH); back -= 1) {
    const name = findPersonNames(turns[back]!.text).at(-1);
    if (name) return { name, turn: back };
  }
  return null;
}
