import { readCount, tokenize, type ClockTime } from '#libs/ai';
import { DEFAULT_EVENT_MINUTES, type EventDraft } from '../event-draft.js';
import { isSameAppointment, type Appointment } from './appointments.js';
import { type EventName } from './event-names.js';

/** Those that a calendar should hold, each once: confirmed, not over, with a time or filling a day. */
export function settled(appointments: readonly Appointment[], today: string): Appointment[] {
  const kept: Appointment[] = [];
  for (const one of appointments) {
    if (!isSettled(one, today)) continue;
    const twin = kept.findIndex((other) => isSameAppointment(other, one));
    if (twin < 0) kept.push(one);
    else kept[twin] = merged(kept[twin]!, one);
  }
  return kept;
}

function isSettled({ confirmed, cancelled, day, clock, name }: Appointment, today: string): boolean {
  return confirmed && !cancelled && day !== null && day >= today && (clock !== null || name?.allDay === true);
}

function merged(left: Appointment, right: Appointment): Appointment {
  const [timed, other] = left.clock ? [left, right] : [right, left];
  const evidence = [...left.evidence, ...right.evidence];
  return {
    ...timed,
    clock: surer(timed.clock, other.clock),
    name: fullerName(timed.name, other.name),
    place: timed.place || other.place,
    evidence,
  };
}

function surer(clock: ClockTime | null, other: ClockTime | null): ClockTime | null {
  return clock && other?.certain && !clock.certain ? other : clock;
}

/** "Cabin" and "Check-in" are the "Cabin check-in". */
function fullerName(name: EventName | null, other: EventName | null): EventName | null {
  if (!name || !other || !/^Check-(?:in|out)$/.test(name.title)) return name ?? other;
  return { ...other, title: `${other.title} ${name.title.toLowerCase()}` };
}

/**
 * @param partner name of who else is there, when it is known
 * @param about what the talk is about, for an appointment without a name
 */
export function toDraft(one: Appointment, partner: string | null, about: string): EventDraft {
  const clock = one.clock && atLikelyHour(one.clock, one.name);
  const time = clock
    ? `${String(clock.hour).padStart(2, '0')}:${String(clock.minute).padStart(2, '0')}`
    : '00:00';
  return {
    title: titleOf(one.name, partner),
    description: [one.place, about]
      .filter((part) => part !== '')
      .map(capital)
      .join('. '),
    start: `${one.day}T${time}`,
    duration_minutes: one.minutes ?? DEFAULT_EVENT_MINUTES,
    segment_ids: [...new Set(one.evidence.flatMap(({ segmentIds }) => segmentIds))],
  };
}

/** A meal or a meeting has company. */
function titleOf(name: EventName | null, partner: string | null): string {
  const title = name?.title ?? 'Meeting';
  const hasCompany = /^(?:dinner|lunch|breakfast|brunch|meeting|coffee|call)$/i.test(title);
  return partner && hasCompany ? `${title} with ${partner}` : title;
}

function atLikelyHour(clock: ClockTime, name: EventName | null): ClockTime {
  if (clock.certain || !name?.kind) return clock;
  if (name.kind === 'morning') return clock.hour % 12 < 5 ? clock : { ...clock, hour: clock.hour % 12 };
  return clock.hour >= 5 && clock.hour < 10 ? { ...clock, hour: clock.hour + 12 } : clock;
}

const DURATION =
  /\b(?:for|takes?|lasts?|about) (half an|an?|one|two|three|\d+|ninety|sixty|forty[ -]five|thirty|twenty|fifteen) (hours?|minutes?)\b/i;

/** How long a sentence says that something takes, in minutes, or null. */
export function minutesIn(text: string): number | null {
  const match = DURATION.exec(text);
  if (!match) return null;
  const amount = /^half/i.test(match[1]!) ? 0.5 : (readCount(tokenize(match[1]!), 0)?.value ?? 1);
  return Math.round(amount * (/^hour/i.test(match[2]!) ? 60 : 1));
}

const PLACE =
  /\b((?:in|at) (?:(?:the|our|my) (?:\w+ ){0,2}(?:room|hall|office|restaurant|cafe|café|bar|school|church|park|library|hotel|theater|theatre|station|center|centre|clinic|hospital|garden|house|museum|studio|gym|stadium|lobby|kitchen)|(?:room|hall|gate|building|studio|house|platform) \w+))\b/i;

/** Where a sentence says that something is, with its preposition, or null. */
export function placeIn(text: string): string | null {
  return PLACE.exec(text)?.[1] ?? null;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
