import { type TextLabel } from './dialogue-file.js';

/** Something that was produced, reduced to what labels look at. Local times are the owner's. */
export interface Produced {
  readonly text: string;
  /** `YYYY-MM-DDTHH:mm`, or null when it has none. */
  readonly localTime: string | null;
}

/** Whether a produced thing's date is right for a label. */
export type DateRule = (produced: Produced, label: TextLabel) => boolean;

export const anyDate: DateRule = () => true;

/** A task is due on the day of the label; on none when the label says null. */
export const dueDay: DateRule = ({ localTime }, { due_local_date: day }) =>
  day === undefined || (localTime?.slice(0, 10) ?? null) === day;

/** An event begins at the minute of the label, or on its day when the label has no time. */
export const startTime: DateRule = ({ localTime }, { start_local: start }) =>
  start === undefined || (localTime !== null && localTime.slice(0, start.length) === start);

export function textMatches(text: string, label: TextLabel): boolean {
  const lower = text.toLowerCase();
  if (label.unless_any?.some((word) => lower.includes(word))) return false;
  return label.match_all.every((alternatives) => alternatives.some((word) => lower.includes(word)));
}

/**
 * Pairs labels with produced things, each at most once, as many pairs as possible.
 * @returns for each label the index of its thing, or -1
 */
export function largestMatching(
  labels: readonly TextLabel[],
  things: readonly Produced[],
  dateIsRight: DateRule,
): number[] {
  const labelOf = new Map<number, number>();
  const fits = (label: number, thing: number) =>
    textMatches(things[thing]!.text, labels[label]!) && dateIsRight(things[thing]!, labels[label]!);

  const assign = (label: number, tried: Set<number>): boolean => {
    for (let thing = 0; thing < things.length; thing += 1) {
      if (tried.has(thing) || !fits(label, thing)) continue;
      tried.add(thing);
      const holder = labelOf.get(thing);
      if (holder === undefined || assign(holder, tried)) {
        labelOf.set(thing, label);
        return true;
      }
    }
    return false;
  };
  labels.forEach((_, label) => assign(label, new Set()));
  const thingOf = labels.map(() => -1);
  for (const [thing, label] of labelOf) thingOf[label] = thing;
  return thingOf;
}
