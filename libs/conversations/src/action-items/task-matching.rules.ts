import { stemOf, STOP_WORDS, tokenize } from '#libs/ai';

/** What two tasks are compared by. */
export interface ComparedTask {
  readonly description: string;
  readonly due_at: Date | null;
}

/** Two dates that are further apart are two deadlines; less is the difference between "Friday" and "Friday at nine". */
const SAME_DEADLINE_MS = 18 * 3_600_000;
/** How much of all their words two tasks must share. Measured on the pairs of the spec beside this file. */
const MIN_SHARED_WORDS = 0.5;

/** Words for one deed, the first standing for all. */
const SYNONYMS = new Map(
  [
    'buy purchase pick order obtain grab',
    'call phone ring telephone',
    'send email mail forward submit',
    'fix repair mend',
    'book schedule arrange reserve',
    'check review',
    'update refresh',
    'finish complete finalize finalise',
    'clean tidy',
    'kid child children kids',
    'mom mother mum',
    'dad father',
    'doctor gp',
    'photo picture',
  ].flatMap((group) => group.split(' ').map((word) => [stemOf(word), stemOf(group.split(' ')[0]!)] as const)),
);
/** Words that say the same again, and words in which a description carries no more of its matter. */
const LIGHT = new Set(['appointment', 'back', 'copy', 'final', 'latest', 'list', 'visit'].map(stemOf));
/** With one of these a task is another turn of it, or a habit. */
const RECURRENCE =
  /\b(?:again|another|every|each|daily|weekly|monthly|yearly|annual|next|second|third|remaining|rest|more)\b/gi;

/**
 * Whether a task that was just spoken of is certainly one that is open already. Unsure means no: a task too many can be ticked off, one too
 * few is forgotten. Everything that the new one names must be in the open one; persons, numbers, recurrence and deadline must agree.
 */
export function isSameTask(open: ComparedTask, found: ComparedTask): boolean {
  if (!sameDeadline(open, found)) return false;
  const [a, b] = [featuresOf(open.description), featuresOf(found.description)];
  if (a.marks !== b.marks) return false;
  const missing = [...b.words].filter((word) => !a.words.has(word) && !LIGHT.has(word));
  return missing.length === 0 && share(a.words, b.words) >= MIN_SHARED_WORDS;
}

/** Part of the words of two descriptions that they share, 0 to 1. Two without words of their own share nothing. */
export function sharedWords(one: string, other: string): number {
  return share(featuresOf(one).words, featuresOf(other).words);
}

function share(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = one.intersection(other).size;
  return common === 0 ? 0 : common / one.union(other).size;
}

function sameDeadline(one: ComparedTask, other: ComparedTask): boolean {
  if (!one.due_at || !other.due_at) return true;
  return Math.abs(one.due_at.getTime() - other.due_at.getTime()) <= SAME_DEADLINE_MS;
}

interface Features {
  /** Stems of the words that carry the matter. */
  readonly words: ReadonlySet<string>;
  /** Names, numbers and words of recurrence, in order of the alphabet: any difference makes another task. */
  readonly marks: string;
}

function featuresOf(description: string): Features {
  const tokens = tokenize(description);
  const names = tokens
    .filter(({ raw }, at) => at > 0 && /^\p{Lu}/u.test(raw))
    .map(({ word }) => word.replace(/'s$/, ''));
  const numbers = tokens.filter(({ raw }) => /\d/.test(raw)).map(({ word }) => word);
  const recurrence = (description.match(RECURRENCE) ?? []).map((word) => word.toLowerCase());
  const words = tokens.filter(({ word }) => !STOP_WORDS.has(word)).map(({ word }) => stemOf(word));
  return {
    words: new Set(words.map((word) => SYNONYMS.get(word) ?? word)),
    marks: [...new Set([...names, ...numbers, ...recurrence])].sort().join(' '),
  };
}
