import type { FactInput } from './fact.js';
import type { FactKind } from './kinds/fact-kind.js';
import { isOfAcquaintance } from './people-mentioned.js';
import type { Subject } from './subject.js';

/** A turn below this is more likely somebody else's. A taste or a habit is too easily anyone's and takes more. */
export const LIKELY_OWNER = 0.5;
const LIKELIER_OWNER = 0.55;
/** From here on a fact is surely lasting. */
const SURE = 3;

/** Who said something, as far as it decides what is believed. */
export interface Voice {
  /** Null when nobody knows who speaks. */
  readonly isUser: boolean | null;
  /** Whether it is taken for the owner. */
  readonly isOwner: boolean;
  /** How likely the owner speaks. */
  readonly voice: number;
}

/** Whether a fact of this kind about this person is the owner's to keep when this voice tells it. */
export function isForKeeping(
  { isUser, isOwner, voice }: Voice,
  subject: Subject,
  kind: FactKind,
  { existing }: FactInput,
): boolean {
  if (isOwner && kind.weight < SURE && voice < LIKELIER_OWNER) return false;
  if (isOfAcquaintance(subject)) return false;
  if (subject.kind === 'told') return kind.weight >= SURE;
  // Of people whose relation to the owner nobody stated the owner must speak, or they must be remembered already.
  const isOwnersWord = isUser ?? (isOwner && voice >= LIKELIER_OWNER);
  return subject.kind !== 'named' || isOwnersWord || existing.some((fact) => fact.subject === subject.key);
}
