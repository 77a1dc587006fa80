import type { Candidate } from './fact.js';

/** Source: specification of the pipeline, §3.1. */
const MAX_WORDS = 15;
const OVER = /\b(?:stopped|quit|gave up|given up|any more|no longer|packed in|sold|dropped|swapped)\b/;

/** What is done now that something is over. */
const IN_ITS_PLACE = /\binstead\b|\bonly (?:drinks?|eats?|smokes?|takes?|has)\b/;

/** What two neighbours say of one matter, as one fact: whatever is done instead of what is over, and what a new animal is called. */
export function joinedFacts(candidates: readonly Candidate[]): Candidate[] {
  const joined: Candidate[] = [];
  for (const candidate of candidates) {
    const at = joined.findLastIndex((other) => join(other, candidate) !== null);
    if (at === -1) joined.push(candidate);
    else joined[at] = join(joined[at]!, candidate)!;
  }
  return joined;
}

function join(one: Candidate, next: Candidate): Candidate | null {
  const content = insteadOf(one, next) ?? petCalled(one, next) ?? petCalled(next, one);
  if (content === null || content.split(' ').length > MAX_WORDS) return null;
  const base = next.predicate === 'pet' ? next : one;
  return { ...base, ...evidenceOf(one, next), content };
}

/** "Has stopped jogging" and "goes swimming instead", "quit coffee" and "only drinks tea". */
function insteadOf(one: Candidate, next: Candidate): string | null {
  const isNear = next.turnIndex === one.turnIndex && next.subject === one.subject;
  if (!isNear || !OVER.test(one.content) || !IN_ITS_PLACE.test(next.content)) return null;
  const label = /^\S+/.exec(one.content)![0];
  if (!next.content.startsWith(`${label} `)) return null;
  return `${one.content} and${next.content.slice(label.length)}`;
}

/** "Has a kitten" and "Marmalade is Sam's kitten". */
function petCalled(one: Candidate, other: Candidate): string | null {
  if (one.predicate !== 'pet' || other.predicate !== 'relation') return null;
  const kind = / (\S+)$/.exec(one.content)?.[1];
  return kind !== undefined && other.content.endsWith(`'s ${kind}`)
    ? `${one.content}, ${other.subject}`
    : null;
}

/** Both quotes when they stand apart; of one turn, the first. */
function evidenceOf(one: Candidate, next: Candidate): Pick<Candidate, 'segment_ids' | 'quote'> {
  const [first, second] = one.turnIndex <= next.turnIndex ? [one, next] : [next, one];
  const segmentIds = [...new Set([...first.segment_ids, ...second.segment_ids])];
  const isOne = segmentIds.length === first.segment_ids.length;
  return { segment_ids: segmentIds, quote: isOne ? first.quote : `${first.quote} ${second.quote}` };
}
