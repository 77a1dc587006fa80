import { addDays, epochMsOf, localTimeOf } from '#libs/ai';

/** When an owner's days are summed up. */
export interface SummaryTime {
  /** Of the owner's clock, 0 to 23. */
  readonly hour: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** Before noon the day that is over is meant, else the one that is ending. Source: specification of the pipeline, §8. */
const NOON = 12;

/**
 * When a day is to be summed up, epoch milliseconds. One instant for each day, whatever the clocks do: an hour that they skip is moved by the
 * gap, of an hour that comes twice one is taken.
 */
export function dueMsOf(date: string, { hour, timeZone }: SummaryTime): number {
  const day = hour < NOON ? addDays(date, 1) : date;
  return epochMsOf({ day, hour, minute: 0 }, timeZone);
}

/** The last day that is due by now. */
export function lastDueDate(nowMs: number, time: SummaryTime): string {
  const today = localTimeOf(nowMs, time.timeZone).day;
  return [today, addDays(today, -1), addDays(today, -2)].find((date) => dueMsOf(date, time) <= nowMs)!;
}

/** From its first to its last moment on the owner's clock: 23, 24 or 25 hours. */
export function boundsOf(date: string, timeZone: string): { from: Date; to: Date } {
  const midnight = (day: string) => epochMsOf({ day, hour: 0, minute: 0 }, timeZone);
  return { from: new Date(midnight(date)), to: new Date(midnight(addDays(date, 1)) - 1) };
}

/** The days from one to another, both included; of very many the last. */
export function daysFrom(first: string, last: string, atMost: number): string[] {
  const days: string[] = [];
  for (let day = last; day >= first && days.length < atMost; day = addDays(day, -1)) days.unshift(day);
  return days;
}
