import { epochMsOf } from '#libs/ai';

/** A date and a time of day, as phones, recorders and programs put them into names: 2026-05-01 10.20.30, 20260501_102030, ... */
const DATE_AND_TIME =
  /(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])[-_ T]+(?:at )?([01]\d|2[0-3])[-_.:h]?([0-5]\d)(?:[-_.:m]?([0-5]\d))?(?!\d)/;
/** Seconds or milliseconds since 1970. */
const EPOCH = /(?<!\d)(\d{10}|\d{13})(?!\d)/;

/** The moment that the name of an audio file tells, epoch milliseconds; null when it tells none. Dates are the wall clock of `timeZone`. */
export function timeInFileName(name: string, timeZone: string): number | null {
  const written = DATE_AND_TIME.exec(name);
  if (written) {
    const [, year, month, day, hour, minute, second = '0'] = written;
    const local = { day: `${year}-${month}-${day}`, hour: Number(hour), minute: Number(minute) };
    if (Number.isNaN(Date.parse(local.day))) return null;
    return epochMsOf(local, timeZone) + Number(second) * 1_000;
  }
  const counted = EPOCH.exec(name)?.[1];
  if (counted === undefined) return null;
  return counted.length === 13 ? Number(counted) : Number(counted) * 1_000;
}
