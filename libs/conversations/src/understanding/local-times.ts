import { epochMsOf } from '#libs/ai';

const LOCAL_TIME = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d$/;

/** `YYYY-MM-DDTHH:mm` of what a model wrote; null when that is no time of the calendar. An offset is left out: models were told the local time. */
export function readLocalTime(written: string): string | null {
  const local = written.trim().replace(' ', 'T').slice(0, 16);
  if (!LOCAL_TIME.test(local)) return null;
  // 30 February parses, and comes out as another day.
  const parsed = new Date(`${local}Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 16) !== local ? null : local;
}

/** The instant at which the clock on the owner's wall shows a time. */
export function instantOf(local: string, timeZone: string): Date {
  const [day, clock] = local.split('T') as [string, string];
  const [hour, minute] = clock.split(':').map(Number) as [number, number];
  return new Date(epochMsOf({ day, hour, minute }, timeZone));
}
