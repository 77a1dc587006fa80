import { contradicts } from '../resolution/conflict.rules.js';
import type { Candidate, ExtractedFact, FactInput } from './fact.js';
import { joinedFacts } from './joined-facts.js';
import { contentStems } from './words.js';

/** Source: specification of the pipeline, §3.1 and invariant 17; the same as for what a model finds. */
const MAX_OF_A_KIND = 2;
const MAX_FACTS = 4;
const SAME_SHARE = 0.6;
/** Kinds of which one turn may hold several that differ in their object ("I love olives, and I love figs"). */
const PLURAL_KINDS = new Set([
  'taste',
  'distaste',
  'allergy',
  'condition',
  'hobby',
  'family',
  'pet',
  'language',
  'relation',
  'medication',
  'achievement',
  'school',
  'habit',
  'diet',
  'ended',
]);
const FOOD_KINDS = new Set(['taste', 'distaste', 'diet']);
/** "I cannot take penicillin, I am allergic to it." */
const ALLERGY_KINDS = new Set(['allergy']);
/** "We sold the car. We don't need one." */
const THING_KINDS = new Set(['vehicle', 'ownership']);

/** What took its place says more. */
const MERE_END = /\b(?:moved out|moved away|no longer|any more)\b(?!.*\b(?:in|to|at) (?!\w+ \d{4}\b)[A-Z])/;

const OVER =
  /\b(?:stopped|quit|gave up|given up|any more|sold|left|moved|stolen|gone|stepped down|stood down|resigned|retired|died|swapped|switched|handed|split up)\b/;
/** "Cannot take it" may have other reasons. */
const NAMED_ALLERGY = /\ballerg/;

/** Drops repetitions, what the owner once threw out, and the weakest when there are too many. Keeps the order of the conversation. */
export function bestFacts(candidates: readonly Candidate[], input: FactInput): ExtractedFact[] {
  const kept: Candidate[] = [];
  const told = joinedFacts(candidates.filter((one) => !isToldAnyway(one, candidates)));
  for (const candidate of withoutIdleIntroductions(told)) {
    const rejected = input.rejected.some((content) => overlap(content, candidate.content) >= SAME_SHARE);
    if (rejected) continue;
    const repeated = kept.filter((other) => repeats(candidate, other));
    if (repeated.some((other) => !isSurer(candidate, other))) continue;
    for (const weaker of repeated) kept.splice(kept.indexOf(weaker), 1);
    kept.push(candidate);
  }
  const ranked = [...kept].sort((a, b) => b.weight - a.weight || rankOf(a) - rankOf(b));
  const changes = ranked.filter((candidate) => changesKnown(candidate, input)).slice(0, MAX_FACTS);
  const news = ranked.filter((candidate) => !changes.includes(candidate));
  const room = Math.max(0, MAX_FACTS - changes.length);
  const chosen = [...changes, ...fewOfAKind(news).filter((one, place) => !isIncidental(one) || place < room)];
  return kept.filter((candidate) => chosen.includes(candidate)).map(toFact);
}

function fewOfAKind(ranked: readonly Candidate[]): Candidate[] {
  const isAmongFirst = (candidate: Candidate, place: number) =>
    ranked.slice(0, place).filter((other) => isOfKind(other, candidate)).length < MAX_OF_A_KIND;
  return ranked.filter(isAmongFirst).slice(0, MAX_FACTS);
}

/** What is only perhaps lasting is kept when there is room beside everything else. */
function isIncidental({ weight }: Candidate): boolean {
  return weight === 1;
}

/** The owner's own facts go before those of their people. */
function rankOf({ subject }: Candidate): number {
  return subject === 'user' ? 0 : 1;
}

/** Of two that say the same of a person, the first stays unless the other is known better to last. */
function isSurer(candidate: Candidate, other: Candidate): boolean {
  if (candidate.predicate !== other.predicate) return false;
  if (candidate.predicate === 'allergy' && saysMore(NAMED_ALLERGY, candidate, other)) return true;
  return candidate.weight > other.weight || saysMore(MERE_END, other, candidate);
}

function saysMore(wording: RegExp, one: Candidate, other: Candidate): boolean {
  return wording.test(one.content) && !wording.test(other.content);
}

/** Of a kind is what fixes the same about whomever: two pets, two tastes; a pet and a hobby are two kinds. */
function isOfKind(one: Candidate, other: Candidate): boolean {
  return one.category === other.category && one.topic === other.topic && one.predicate === other.predicate;
}

/** What changes something that is remembered takes no room from what is new: it adds none, and without it the old would be believed on. */
function changesKnown(candidate: Candidate, { existing }: FactInput): boolean {
  return existing.some((known) => contradicts(candidate, known));
}

/** "Do you still do your lengths?" "No, I've stopped swimming": the own words say it better than the question denied. */
function isToldAnyway(one: Candidate, candidates: readonly Candidate[]): boolean {
  const isDenial = one.segment_ids.length > 1 && /\bno longer\b/.test(one.content);
  return (
    isDenial &&
    candidates.some((other) => other !== one && other.turnIndex === one.turnIndex && OVER.test(other.content))
  );
}

/** "Rosie is Sam's daughter" says nothing new beside "Sam's daughter Rosie is turning eight". */
function withoutIdleIntroductions(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(
    (one) =>
      one.predicate !== 'relation' ||
      !candidates.some(
        (other) =>
          other.predicate !== 'relation' &&
          (other.subject === one.subject || other.content.split(' ').includes(one.subject)),
      ),
  );
}

function repeats(one: Candidate, other: Candidate): boolean {
  if (one.subject !== other.subject) return false;
  if (overlap(one.content, other.content) >= SAME_SHARE) return true;
  const isNear = Math.abs(one.turnIndex - other.turnIndex) <= 1;
  if (areBoth(FOOD_KINDS, one, other) && sharesObject(one, other)) return true;
  if (!isNear) return false;
  if (areBoth(ALLERGY_KINDS, one, other) && tellsOfSame(one, other)) return true;
  return (
    areBoth(THING_KINDS, one, other) || (one.predicate === other.predicate && !isOneOf(PLURAL_KINDS, one))
  );
}

function tellsOfSame(one: Candidate, other: Candidate): boolean {
  return sharesObject(one, other) || isMereSymptom(one);
}

/** "I come out in hives" tells how the allergy shows that was named just before. */
function isMereSymptom({ content }: Candidate): boolean {
  return /\b(?:comes?|breaks?) out in (?!.*\b(?:from|when|with|after)\b)/.test(content);
}

function areBoth(kinds: ReadonlySet<string>, one: Candidate, other: Candidate): boolean {
  return isOneOf(kinds, one) && isOneOf(kinds, other);
}

function isOneOf(kinds: ReadonlySet<string>, { predicate }: Candidate): boolean {
  return predicate !== null && kinds.has(predicate);
}

function sharesObject(one: Candidate, other: Candidate): boolean {
  const [first, second] = [objectStems(one), objectStems(other)];
  return [...first].some((stem) => second.has(stem));
}

const VERB_STEMS = new Set(
  contentStems(
    'eat eats drink drinks love loves like likes hate hates stand bear enjoy enjoys prefer prefers quit stop stopped gave dislike dislikes cannot take takes have tolerate allergic',
  ),
);
function objectStems(candidate: Candidate): Set<string> {
  return new Set(
    contentStems(candidate.content)
      .slice(1)
      .filter((stem) => !VERB_STEMS.has(stem)),
  );
}

/** Share of the shorter one's words that the other has too. */
function overlap(one: string, other: string): number {
  const label = sharedBeginning(one, other);
  const [first, second] = [
    new Set(contentStems(one.slice(label))),
    new Set(contentStems(other.slice(label))),
  ];
  const shared = [...first].filter((stem) => second.has(stem)).length;
  return shared / Math.max(1, Math.max(first.size, second.size));
}

/** Length of the name at which both begin: that they are about one person does not make them alike. */
function sharedBeginning(one: string, other: string): number {
  const name = /^(?:[A-Z][\w]*|The owner)(?:'s (?:[a-z-]+ ?)+(?:[A-Z]\w*)?)?/.exec(one)?.[0] ?? '';
  return other.startsWith(`${name.trim()} `) ? name.trim().length : /^\S+/.exec(one)![0].length;
}

function toFact({ weight: _weight, turnIndex: _turnIndex, ...fact }: Candidate): ExtractedFact {
  return fact;
}
