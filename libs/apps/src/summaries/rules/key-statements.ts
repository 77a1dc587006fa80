import { shareIn, type Statement } from './statements.js';

/** Shorter ones say little, longer ones are run together by a recognizer. */
const MIN_STEMS = 4;
const MAX_WORDS = 45;
/** Of its stems, those that come up elsewhere too: a sentence about something else is no point of this talk. */
const MIN_RECURRING = 2;
/** With so much in common two sentences say the same. */
const SAME_SHARE = 0.6;

/**
 * The sentences that say most of what is talked about: those whose words come back most often, each told once and none that `known` tells
 * already. In the order in which they were said. Linear in the length of the talk, times `most`.
 */
export function keyStatements(
  statements: readonly Statement[],
  most: number,
  known: ReadonlySet<string>,
): Statement[] {
  const weights = stemWeights(statements);
  const ranked = statements
    .filter((statement) => isTelling(statement) && shareIn(statement.stems, known) < SAME_SHARE)
    .filter(({ stems }) => [...stems].filter((stem) => weights.get(stem)! > 0).length >= MIN_RECURRING)
    .map((statement) => ({ statement, score: scoreOf(statement, weights) }))
    .sort((a, b) => b.score - a.score || a.statement.start - b.statement.start);
  const chosen: Statement[] = [];
  for (const { statement } of ranked) {
    if (chosen.length === most) break;
    if (chosen.every(({ stems }) => shareIn(statement.stems, stems) < SAME_SHARE)) chosen.push(statement);
  }
  const wanted = new Set(chosen);
  return statements.filter((statement) => wanted.has(statement));
}

function isTelling({ text, stems }: Statement): boolean {
  return stems.size >= MIN_STEMS && !text.endsWith('?') && text.split(/\s+/).length <= MAX_WORDS;
}

/** The logarithm of how many sentences a stem comes up in: one counts nothing. */
function stemWeights(statements: readonly Statement[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { stems } of statements) for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return new Map([...counts].map(([stem, count]) => [stem, Math.log(count)]));
}

/** By the root of the length, so that neither long nor short sentences win for their length. */
function scoreOf({ stems }: Statement, weights: ReadonlyMap<string, number>): number {
  const total = [...stems].reduce((sum, stem) => sum + weights.get(stem)!, 0);
  return total / Math.sqrt(stems.size);
}
