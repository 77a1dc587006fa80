/** What a clock on the owner's wall shows. */
export interface LocalTime {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly hour: number;
  readonly minute: number;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = makeFormat(timeZone);
  formats.set(timeZone, made);
  return made;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  };
  try {
    return new Intl.DateTimeFormat('en-CA', { ...options, timeZone });
  } catch {
    // An unknown zone counts as UTC: a wrong hour is better than a conversation that cannot be processed.
    return new Intl.DateTimeFormat('en-CA', { ...options, timeZone: 'UTC' });
  }
}

/** The wall clock of `timeZone` at an instant. An unknown zone counts as UTC. */
export function localTimeOf(epochMs: number, timeZone: string): LocalTime {
  const part: Record<string, string> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(epochMs)) part[type] = value;
  const day = `${part['year']!.padStart(4, '0')}-${part['month']}-${part['day']}`;
  return { day, hour: Number(part['hour']), minute: Number(part['minute']) };
}

/**
 * The instant at which the wall clock of `timeZone` shows `local`, epoch milliseconds.
 * A time that the clock skips in spring is moved forward by the gap; of two in autumn one is taken.
 */
export function epochMsOf(local: LocalTime, timeZone: string): number {
  const wanted = asUtcMs(local);
  // A zone has one offset before a change of its clocks and one after; a day on either side shows both.
  const candidates = [wanted - DAY_MS, wanted + DAY_MS].map(
    (near) => wanted + near - asUtcMs(localTimeOf(near, timeZone)),
  );
  const exact = candidates.find((instant) => asUtcMs(localTimeOf(instant, timeZone)) === wanted);
  return exact ?? Math.max(...candidates);
}

function asUtcMs(local: LocalTime): number {
  return Date.parse(`${local.day}T00:00:00Z`) + (local.hour * 60 + local.minute) * 60_000;
}

/** The day `days` later, `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 0 is Monday, 6 is Sunday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The day of that number, or null when the month is shorter. `month` counts from 1. */
export function makeDay(year: number, month: number, dayOfMonth: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== dayOfMonth) return null;
  return date.toISOString().slice(0, 10);
}

/** The last day of the month in which `day` lies, `months` later. */
export function endOfMonth(day: string, months = 0): string {
  const [year, month] = day.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month + months, 0)).toISOString().slice(0, 10);
}
