import { CHANGES } from './kinds/changes.js';
import { FAMILY } from './kinds/family.js';
import { EVERY, says, type FactKind } from './kinds/fact-kind.js';
import { HEALTH } from './kinds/health.js';
import { PASTIMES } from './kinds/pastimes.js';
import { PERSON } from './kinds/person.js';
import { TASTE } from './kinds/taste.js';
import { WORK } from './kinds/work.js';

/** Facts in the order in which they are tried: the first that fits is what the clause says. */
export const FACT_KINDS: readonly FactKind[] = [
  ...HEALTH,
  ...TASTE,
  ...WORK,
  ...PERSON,
  ...FAMILY,
  ...PASTIMES,
  ...CHANGES,
];

/** A habit of any kind, told by its frequency. Tried last. */
export const HABIT: FactKind = says(
  { predicate: 'habit', topic: 'preferences', weight: 1 },
  `(?!go (?:in|out|over|by|up|down|there|back) (?:${EVERY}))(?!be |was |were |have |had |not |know|think|say|said|see|mean|need|want|get |got |feel|hear|told|tell|meet|met|did|made|ask|forget|remember|wonder|hope|send|expect|complain|talk|tried|saw)(?!\\w+ed\\b)(?!(?:go|come|do it|do so) (?:${EVERY}))[a-z]+ (?:.*\\b)?${EVERY}`,
  `have (?!(?:[\\w-]+ )*(?:meetings?|calls?|appointments?|deadlines?|reviews?|visitors?|guests?|exams?|problems?|trouble)\\b|to\\b|been\\b|had\\b|not\\b)(?:[\\w^'-]+ ){1,6}?${EVERY}`,
  `be (?:on|in|at|in charge of|behind) (?!the (?:way|phone|line|move)\\b)(?:[\\w-]+ ){1,4}?${EVERY}`,
);
