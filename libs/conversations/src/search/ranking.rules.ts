import { daysFrom } from './date-hints.rules.js';
import type { Question } from './question.rules.js';

/*
 * The weights were chosen on the five histories of LoCoMo's development half, each by the other four (leave one out); docs/search.md shows
 * what each of them is worth. A share of the best match in words is the unit: 1.
 */
/** How much a conversation that fits as a whole lifts its passages. 0.1 to 0.4 differ by 0.004. */
const WHOLE_WEIGHT = 0.2;
/**
 * Nearness in meaning. Word vectors hardly tell what words do not: 0, 0.15 and 0.3 find 0.788, 0.790 and 0.788 of LoCoMo's evidence among ten
 * turns. It is what finds anything where no word is the same.
 */
const MEANING_WEIGHT = 0.15;
/**
 * How much a conversation lifts its passages when much of what is near in meaning was said in it. 0.1 to 0.15 are alike: of LoCoMo's evidence
 * 0.006 more is found among five sessions and among ten turns; 0.002 less among ten sessions, which may be chance.
 */
const NEAR_WHOLE_WEIGHT = 0.125;
/** What is left of a passage that somebody else says than who is named. 1 loses 0.03 of the evidence among ten turns, 0.5 to 0.7 are alike. */
const OTHER_SPEAKER = 0.7;
/** What being of the day that is named is worth, and after how many days a third of that is left. Worth 0.02 of all questions. */
const DAY_WEIGHT = 0.8;
const DAY_SCALE = 7;

/** A passage or summary that one of the searches found. */
export interface Sighting {
  readonly id: string;
  readonly conversationId: string;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
  readonly speaker: string;
  /** Score of search by words, 0 when it was not found by them. */
  readonly words: number;
  /** How near in meaning: from 1 for the nearest to 0 for the last that was asked for, and for what was not found so. */
  readonly meaning: number;
}

export interface Ranked<T> {
  readonly sighting: T;
  /** Comparable within one answer only. */
  readonly score: number;
}

/**
 * One order out of search by words, search by meaning, how well each conversation fits as a whole in both, who speaks, and when it was. Scores, not
 * ranks: how much better the best is says more than that it is the best.
 */
export function rankSightings<T extends Sighting>(
  question: Question,
  sightings: readonly T[],
  wholes: ReadonlyMap<string, number>,
): Ranked<T>[] {
  const bestWords = Math.max(Number.MIN_VALUE, ...sightings.map(({ words }) => words));
  const wholeOf = sharesOfBest(wholes);
  const nearWholeOf = sharesOfBest(meaningByConversation(sightings));
  const scoreOf = (sighting: T) => {
    const { conversationId, words, meaning } = sighting;
    const whole = WHOLE_WEIGHT * wholeOf(conversationId) + NEAR_WHOLE_WEIGHT * nearWholeOf(conversationId);
    const said = words / bestWords + whole + MEANING_WEIGHT * meaning;
    return said * voiceFactor(question, sighting) + DAY_WEIGHT * dayShare(question, sighting);
  };
  return sightings
    .map((sighting) => ({ sighting, score: scoreOf(sighting) }))
    .sort((a, b) => b.score - a.score || (a.sighting.id < b.sighting.id ? -1 : 1));
}

function meaningByConversation(sightings: readonly Sighting[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { conversationId, meaning } of sightings) {
    sums.set(conversationId, (sums.get(conversationId) ?? 0) + meaning);
  }
  return sums;
}

/** 1 for the conversation with the best score, 0 for one without. */
function sharesOfBest(scores: ReadonlyMap<string, number>): (conversationId: string) => number {
  const best = Math.max(Number.MIN_VALUE, ...scores.values());
  return (conversationId) => (scores.get(conversationId) ?? 0) / best;
}

function voiceFactor({ speakers }: Question, { speaker }: Sighting): number {
  return speakers.length === 0 || speakers.includes(speaker) ? 1 : OTHER_SPEAKER;
}

/** 1 on a day that is named, less the farther away, 0 where none is. */
function dayShare({ days }: Question, { startedAtMs }: Sighting): number {
  return Math.max(0, ...days.map((day) => Math.exp(-daysFrom(day, startedAtMs) / DAY_SCALE)));
}
