import { type TextLabel } from './dialogue-file.js';
import { largestMatching, textMatches, type DateRule, type Produced } from './label-matching.js';

export interface KindLabels {
  readonly wanted: readonly TextLabel[];
  readonly traps: readonly TextLabel[];
  readonly acceptable: readonly TextLabel[];
}

/** How the things of one kind from one dialogue compare with its labels. */
export interface KindScore {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** For each label the index of its thing, or -1. */
  readonly thingOf: readonly number[];
  /** What fell into a trap. */
  readonly trapped: readonly Produced[];
  /** Neither label nor acceptable, traps included. */
  readonly wrong: readonly Produced[];
  readonly missed: readonly TextLabel[];
}

/** Labels first, then traps, then acceptable extras; the rest is wrong. */
export function scoreKind(labels: KindLabels, things: readonly Produced[], dateIsRight: DateRule): KindScore {
  const thingOf = largestMatching(labels.wanted, things, dateIsRight);
  const left = things.filter((_, index) => !thingOf.includes(index));
  const fits = (thing: Produced, label: TextLabel) =>
    textMatches(thing.text, label) && dateIsRight(thing, label);
  const trapped = left.filter((thing) => labels.traps.some((trap) => fits(thing, trap)));
  const wrong = left.filter(
    (thing) => trapped.includes(thing) || !labels.acceptable.some((extra) => fits(thing, extra)),
  );
  const missed = labels.wanted.filter((_, index) => thingOf[index] === -1);
  return {
    truePositives: labels.wanted.length - missed.length,
    falsePositives: wrong.length,
    falseNegatives: missed.length,
    thingOf,
    trapped,
    wrong,
    missed,
  };
}

/** Everything produced from a dialogue that should have been discarded is wrong. */
export function scoreUnwanted(things: readonly Produced[]): KindScore {
  return scoreKind({ wanted: [], traps: [], acceptable: [] }, things, () => true);
}

export interface Rates {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Summed over dialogues. Nothing produced or nothing wanted counts as perfect. */
export function ratesOf(
  scores: readonly Pick<KindScore, 'truePositives' | 'falsePositives' | 'falseNegatives'>[],
): Rates {
  const sum = (key: 'truePositives' | 'falsePositives' | 'falseNegatives') =>
    scores.reduce((total, score) => total + score[key], 0);
  const [truePositives, falsePositives, falseNegatives] = [
    sum('truePositives'),
    sum('falsePositives'),
    sum('falseNegatives'),
  ];
  const ratio = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
  return {
    truePositives,
    falsePositives,
    falseNegatives,
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  };
}
