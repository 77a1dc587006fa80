import { tokenize } from '#libs/ai';
import type { EvidenceConversation } from './answer-input.js';
import { areKin, rootOf } from './kin-words.js';
import type { Term } from './question.rules.js';

/** A word that only stands for a term of the question counts this much of the term itself. */
const KIN_MATCH = 0.6;
/** How much a term counts for a turn when it stands in a turn before it (by distance) or right after it. Nearer says more. */
const BEFORE = [1, 0.6, 0.4, 0.3] as const;
const AFTER = 0.4;
/** In the turn that asked what this turn replies to. */
const ASKED = 0.8;
/** Anywhere else in the same conversation. */
const ELSEWHERE = 0.25;
/** What is left of the weight of a term that nobody says: speakers do not name themselves, answers do not name their kind. */
const UNSAID = { name: 0.4, focus: 0.6, other: 1 } as const;
const PREDICATE = 1.3;

/** A topic named this many turns earlier is still what "it" means. */
const TOPIC_REACH = 2;

/** How well each turn of some conversations matches the terms of a question. */
export interface Matches {
  /** Share of the question, by rarity and weight of its terms, that a turn covers with the help of its neighbours: 0 to 1. */
  turn(conversation: number, turn: number): number;
  /** The same for two turns taken as one: a question and its reply. */
  exchange(conversation: number, turn: number): number;
  /** The same by the turn's own words only. */
  own(conversation: number, turn: number): number;
  /** Whether the turn itself says what is done in the question, or there is no such word. */
  saysPredicate(conversation: number, turn: number): boolean;
  /** Share of the question's topic that the turns `first` to `last` name, and the two before them. 1 when the question names none. */
  topic(conversation: number, first: number, last: number): number;
  /** Coverage for a conversation as a whole, title and overview included. */
  conversation(conversation: number): number;
}

interface MatchedConversation {
  readonly byTurn: readonly (readonly number[])[];
  readonly anywhere: readonly number[];
  readonly asks: readonly boolean[];
}

export function matchTerms(terms: readonly Term[], conversations: readonly EvidenceConversation[]): Matches {
  const matched = conversations.map((conversation) => matchConversation(terms, conversation));
  const importance = importanceOf(terms, matched);
  const total = importance.reduce((sum, value) => sum + value, 0) || 1;
  const share = (strengths: readonly number[]) =>
    strengths.reduce((sum, strength, term) => sum + strength * importance[term]!, 0) / total;
  const predicate = terms.findIndex(({ isPredicate }) => isPredicate);
  return {
    saysPredicate: (conversation, turn) =>
      predicate < 0 || (matched[conversation]!.byTurn[turn]?.[predicate] ?? 0) > 0,
    turn: (conversation, turn) =>
      share(terms.map((_, term) => inContext(matched[conversation]!, turn, term))),
    exchange: (conversation, turn) =>
      share(
        terms.map((_, term) =>
          Math.max(
            inContext(matched[conversation]!, turn, term),
            matched[conversation]!.byTurn[turn + 1]?.[term] ?? 0,
          ),
        ),
      ),
    own: (conversation, turn) => share(matched[conversation]!.byTurn[turn] ?? []),
    topic: (conversation, first, last) => {
      const turns = matched[conversation]!.byTurn.slice(Math.max(0, first - TOPIC_REACH), last + 1);
      return topicShare(terms, importance, turns);
    },
    conversation: (conversation) => share(matched[conversation]!.anywhere),
  };
}

function topicShare(
  terms: readonly Term[],
  importance: readonly number[],
  turns: readonly (readonly number[])[],
): number {
  let [named, total] = [0, 0];
  terms.forEach(({ isValueWord }, term) => {
    if (isValueWord) return;
    total += importance[term]!;
    named += importance[term]! * Math.max(0, ...turns.map((strengths) => strengths[term]!));
  });
  return total === 0 ? 1 : named / total;
}

export function rootsOf(text: string): Set<string> {
  return new Set(tokenize(text).map(({ word }) => rootOf(word)));
}

function matchConversation(terms: readonly Term[], conversation: EvidenceConversation): MatchedConversation {
  const byTurn = conversation.turns.map(({ text, noted }) => strengthsIn(rootsOf(`${text} ${noted}`), terms));
  const heading = strengthsIn(rootsOf(`${conversation.title} ${conversation.overview}`), terms);
  return {
    byTurn,
    anywhere: terms.map((_, term) =>
      Math.max(heading[term]!, ...byTurn.map((strengths) => strengths[term]!)),
    ),
    asks: conversation.turns.map(({ text }) => text.trimEnd().endsWith('?')),
  };
}

export function strengthsIn(roots: ReadonlySet<string>, terms: readonly Term[]): number[] {
  // A word that the question has itself stands for that alone: "fly" does not also stand for "airline".
  const others = [...roots].filter((other) => terms.every(({ root }) => root !== other));
  return terms.map(({ root }) => {
    if (roots.has(root)) return 1;
    return others.some((other) => areKin(root, other)) ? KIN_MATCH : 0;
  });
}

function inContext({ byTurn, asks, anywhere }: MatchedConversation, turn: number, term: number): number {
  let strength = Math.max(ELSEWHERE * anywhere[term]!, AFTER * (byTurn[turn + 1]?.[term] ?? 0));
  BEFORE.forEach((factor, distance) => {
    const says = byTurn[turn - distance]?.[term] ?? 0;
    const counts = distance === 1 && asks[turn - 1] ? ASKED : factor;
    strength = Math.max(strength, counts * says);
  });
  return strength;
}

/** A term counts by its own weight and by how rare it is among all turns, so that what every turn says decides nothing. */
function importanceOf(terms: readonly Term[], matched: readonly MatchedConversation[]): number[] {
  const turns = matched.flatMap(({ byTurn }) => byTurn);
  return terms.map((term, index) => {
    const occurrences = turns.filter((strengths) => strengths[index]! === 1).length;
    const rarity = Math.log(1 + turns.length / (1 + occurrences)) / Math.log(2 + turns.length);
    const unsaid = occurrences > 0 ? 1 : UNSAID[term.isName ? 'name' : term.isFocus ? 'focus' : 'other'];
    return term.weight * rarity * unsaid * (term.isPredicate ? PREDICATE : 1);
  });
}
