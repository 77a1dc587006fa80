/** Something that was said, with its place on the wall clock, epoch milliseconds. */
export interface SpokenText {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** A word as it is compared, and when it was said as far as that is known. */
export interface TimedWord {
  readonly word: string;
  readonly atMs: number;
}

const SEGMENTER = new Intl.Segmenter('und', { granularity: 'word' });
/** Two recognizers agree on when something was said about this far, and words within an utterance are only taken to be evenly spread. */
const SAME_TIME_MS = 3_000;
/** Of its pairs of neighbouring words so many must have been said at that time for an utterance to be the same. */
const SAME_SHARE = 0.7;
/** A clock that is wrong by more is not corrected. Source: specification of the listen protocol, §8.3, how far a conversation may be away. */
const MAX_SKEW_MS = 120_000;
/** Different triples of words that must agree on one correction. */
const MIN_VOTES = 6;
/** Triples that are said more often say little about when. */
const MAX_REPEATS = 3;
/** Less is how exactly times of words are known. */
const MIN_SHIFT_MS = 2_000;
/** A run of so many words at either end of an utterance is no coincidence. */
const MIN_RUN = 4;

/** The words of what was said, in order of time. */
export function timedWords(spoken: readonly SpokenText[]): TimedWord[] {
  return spoken
    .flatMap(({ text, startMs, endMs }) => {
      const words = wordsOf(text);
      const eachMs = (endMs - startMs) / Math.max(1, words.length);
      return words.map((word, index) => ({ word, atMs: startMs + eachMs * (index + 0.5) }));
    })
    .sort((a, b) => a.atMs - b.atMs);
}

/**
 * By how much the clock of what was said must be put forward so that the same words lie at the same time: how three words in a row that both
 * have vote. Null when too few agree, or when they agree on several answers.
 */
export function clockShiftMs(fresh: readonly TimedWord[], known: readonly TimedWord[]): number | null {
  const votes = votesOf(triplesOf(fresh), triplesOf(known)).sort((a, b) => a.shiftMs - b.shiftMs);
  const best = mostAgreeing(votes);
  if (!best || best.voices < MIN_VOTES) return null;
  const isOther = ({ shiftMs }: Vote) => Math.abs(shiftMs - best.shiftMs) > 2 * SAME_TIME_MS;
  const second = mostAgreeing(votes.filter(isOther));
  if (second && second.voices * 2 > best.voices) return null;
  return Math.abs(best.shiftMs) < MIN_SHIFT_MS ? 0 : Math.round(best.shiftMs);
}

/**
 * What of an utterance was not said before at that time: null when all of it was, the utterance itself when little of it was, otherwise
 * without the words at its beginning or end that are known. In doubt words are kept.
 */
export function withoutKnownWords<T extends SpokenText>(utterance: T, known: readonly TimedWord[]): T | null {
  const words = wordsOf(utterance.text);
  const around = known
    .filter(({ atMs }) => atMs >= utterance.startMs - SAME_TIME_MS && atMs <= utterance.endMs + SAME_TIME_MS)
    .map(({ word }) => word);
  if (words.length === 0) return null;
  if (words.length < 3) return runLength(words, around) === words.length ? null : utterance;
  if (shareOfPairs(words, around) >= SAME_SHARE) return null;
  return trimmed(utterance, words, around);
}

function trimmed<T extends SpokenText>(utterance: T, words: readonly string[], around: readonly string[]): T {
  const written = utterance.text.trim().split(/\s+/);
  // Scripts without spaces, and words that are written as several, cannot be cut like this.
  if (written.length !== words.length) return utterance;
  const head = longEnough(runLength(words, around));
  const tail = longEnough(runLength(words.toReversed(), around.toReversed()));
  if (head + tail === 0 || head + tail >= words.length) return utterance;
  const eachMs = (utterance.endMs - utterance.startMs) / words.length;
  return {
    ...utterance,
    text: written.slice(head, written.length - tail).join(' '),
    startMs: utterance.startMs + head * eachMs,
    endMs: utterance.endMs - tail * eachMs,
  };
}

function longEnough(run: number): number {
  return run >= MIN_RUN ? run : 0;
}

/** How many of the first words were said in a row. */
function runLength(words: readonly string[], around: readonly string[]): number {
  let longest = 0;
  for (let from = 0; from < around.length; from += 1) {
    let run = 0;
    while (run < words.length && words[run] === around[from + run]) run += 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

function shareOfPairs(words: readonly string[], around: readonly string[]): number {
  const left = new Map<string, number>();
  for (const pair of pairsOf(around)) left.set(pair, (left.get(pair) ?? 0) + 1);
  const pairs = pairsOf(words);
  const found = pairs.filter((pair) => {
    const count = left.get(pair) ?? 0;
    left.set(pair, count - 1);
    return count > 0;
  });
  return found.length / pairs.length;
}

function pairsOf(words: readonly string[]): string[] {
  return words.slice(1).map((word, index) => `${words[index]} ${word}`);
}

function triplesOf(words: readonly TimedWord[]): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (let index = 2; index < words.length; index += 1) {
    const [a, b, c] = [words[index - 2]!, words[index - 1]!, words[index]!];
    const triple = `${a.word} ${b.word} ${c.word}`;
    times.set(triple, [...(times.get(triple) ?? []), b.atMs]);
  }
  return times;
}

/** Three words in a row, and by how much later others said them. */
interface Vote {
  readonly triple: string;
  readonly shiftMs: number;
}

function votesOf(
  fresh: ReadonlyMap<string, readonly number[]>,
  known: ReadonlyMap<string, readonly number[]>,
): Vote[] {
  return [...fresh].flatMap(([triple, times]) => {
    const others = known.get(triple) ?? [];
    if (times.length > MAX_REPEATS || others.length > MAX_REPEATS) return [];
    return times
      .flatMap((fromMs) => others.map((toMs) => ({ triple, shiftMs: toMs - fromMs })))
      .filter(({ shiftMs }) => Math.abs(shiftMs) <= MAX_SKEW_MS);
  });
}

/** The shift that the most different triples agree on, and how many do. Votes in order. */
function mostAgreeing(votes: readonly Vote[]) {
  let best: { shiftMs: number; voices: number } | null = null;
  for (let from = 0, to = 0; from < votes.length; from += 1) {
    while (to < votes.length && votes[to]!.shiftMs - votes[from]!.shiftMs <= SAME_TIME_MS) to += 1;
    if (best && to - from <= best.voices) continue;
    const agreeing = votes.slice(from, to);
    const voices = new Set(agreeing.map(({ triple }) => triple)).size;
    if (voices > (best?.voices ?? 0))
      best = { shiftMs: agreeing[Math.floor(agreeing.length / 2)]!.shiftMs, voices };
  }
  return best;
}

/** As they are compared: without capitals and marks. */
function wordsOf(text: string): string[] {
  return [...SEGMENTER.segment(text.normalize('NFKC').toLowerCase())].flatMap(({ segment, isWordLike }) =>
    isWordLike ? segment : [],
  );
}
