import { findDates, type DateMention } from '#libs/ai';

/** The conversation's wall clock, for "tomorrow" and the like. */
export interface SaidAt {
  readonly startedAtMs: number;
  readonly timeZone: string;
}

/** What stands before a day that does not hold: "isn't on Tuesday", "instead of Monday". */
const GIVEN_UP = /(?:n't|\bnot|\binstead of|\brather than|\bfrom)\s+(?:(?:on|at|by|until)\s+)?$/i;

/** The fullest date or time of day in a text: a day with a clock before a day alone before a clock alone. */
export function bestDate(text: string, saidAt: SaidAt): DateMention | null {
  const mentions = findDates(text, saidAt).filter(
    ({ day, clock, start }) => (day !== null || clock !== null) && !GIVEN_UP.test(text.slice(0, start)),
  );
  const fullness = ({ day, clock, precision }: DateMention) =>
    (day ? 2 : 0) + (clock ? 1 : 0) - (precision === 'day' ? 0 : 0.5);
  const best = mentions.reduce<DateMention | null>(
    (fullest, mention) => (fullest && fullness(fullest) >= fullness(mention) ? fullest : mention),
    null,
  );
  // "On Thursday the fourth, same place, at ten": the time of day comes a little later.
  const clock =
    best?.day && !best.clock ? mentions.find(({ day, start }) => !day && start > best.end)?.clock : null;
  return best && clock ? { ...best, clock } : best;
}
