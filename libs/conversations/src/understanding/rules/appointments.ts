import { type ClockTime, type DateMention } from '#libs/ai';
import { type EventName } from './event-names.js';
import { contentStems, overlapOf, type Line } from './talk.js';

/** An appointment as it takes shape while people talk. */
export interface Appointment {
  name: EventName | null;
  /** Whether somebody named it; else it is called by what is talked about. */
  named: boolean;
  day: string | null;
  clock: ClockTime | null;
  /** Whether the owner is sure to be there and the time is agreed. */
  confirmed: boolean;
  /** Whether somebody else's, so that the owner has to say that he comes. */
  othersEvent: boolean;
  cancelled: boolean;
  /** The last sentence that proposed or changed a time. */
  proposedIn: Line;
  place: string;
  minutes: number | null;
  /** "Tuesday at ten or Thursday at four": times to choose from. */
  offers: readonly DateMention[];
  readonly evidence: Line[];
}

export function openAppointment(line: Line, name: EventName | null): Appointment {
  return {
    name,
    named: name !== null,
    day: null,
    clock: null,
    confirmed: false,
    othersEvent: false,
    cancelled: false,
    proposedIn: line,
    place: '',
    minutes: null,
    offers: [],
    evidence: [line],
  };
}

/** Takes over day and time as far as the sentence names them; one that is denied ("not at nine") is struck out. */
export function setTime(appointment: Appointment, line: Line, mentions: readonly DateMention[]): boolean {
  let changed = false;
  const said = mentions.filter((mention) => !isDenied(line, mention));
  const days = said.filter(({ day }) => day !== null);
  if (days.length > 1 && /\bor\b/i.test(line.text)) appointment.offers = days;
  for (const mention of mentions) if (!said.includes(mention)) strike(appointment, mention);
  // "from Friday the eighth to Sunday": it begins on the first.
  const first = said.find(({ day }) => day !== null);
  for (const mention of said) {
    if (mention.day === null || mention === first) changed = applyMention(appointment, mention) || changed;
  }
  return changed;
}

function strike(appointment: Appointment, { day, clock }: DateMention): void {
  if (day !== null && day === appointment.day) appointment.day = null;
  if (day !== null || (clock && sameClock(clock, appointment.clock))) appointment.clock = null;
}

const NO_BEGINNING = /^(?:until|till|after|before)$/;

function offeredClock({ offers }: Appointment, day: string | null): ClockTime | null {
  return offers.find((offer) => offer.day === day && offer.clock)?.clock ?? null;
}

/** The same hour again, without saying which half of the day. */
function isVaguer(clock: ClockTime, before: ClockTime | null): boolean {
  return sameClock(clock, before) && !clock.certain;
}

function applyMention(appointment: Appointment, { day, precision, clock, relation }: DateMention): boolean {
  const moved = day !== null && precision === 'day' && day !== appointment.day;
  // Another day keeps no hour that was not said for it, unless only the day is moved.
  if (moved) appointment.day = day;
  const offered = clock ?? offeredClock(appointment, day);
  if (!offered || NO_BEGINNING.test(relation) || isVaguer(offered, appointment.clock)) return moved;
  const changed = moved || !sameClock(offered, appointment.clock);
  appointment.clock = inSameHalf(offered, appointment.clock);
  return changed;
}

/** Whether one of the offered times is taken up. */
export function picksOffer({ offers }: Appointment, mentions: readonly DateMention[]): boolean {
  return mentions.length === 1 && offers.some(({ day }) => day !== null && day === mentions[0]!.day);
}

/** "Can we make it half past seven?" of an appointment in the evening stays in the evening. */
function inSameHalf(clock: ClockTime, before: ClockTime | null): ClockTime {
  if (clock.certain || !before?.certain) return clock;
  return { ...clock, hour: (clock.hour % 12) + (before.hour >= 12 ? 12 : 0), certain: true };
}

/** "not on Thursday", "Thursday is no good". */
export function isDenied({ text }: Line, { start, end, relation }: DateMention): boolean {
  const before = text.slice(Math.max(0, start - 14), start);
  const after = text.slice(end, end + 40);
  if (
    relation === 'not' ||
    /\b(?:not|cannot|no longer|instead of|rather than)(?: be| do| make)?(?: on| at| from)?\s*$/i.test(before)
  )
    return true;
  return /^,? (?:is|does|will|would|at \w+ is)\s?(?:a bit |really |just )?(?:no good|not(?! it\b)|too|bad|impossible|full|difficult|cancelled|out)\b/i.test(
    after,
  );
}

function sameClock(left: ClockTime, right: ClockTime | null): boolean {
  if (!right) return false;
  const same =
    left.hour === right.hour || (left.hour % 12 === right.hour % 12 && !(left.certain && right.certain));
  return same && left.minute === right.minute;
}

/** Whether two appointments are one: same day, and the same name, hour, or one of them without an hour or a name. */
export function isSameAppointment(left: Appointment, right: Appointment): boolean {
  if (left.day !== right.day) return false;
  if (isSameName(left.name, right.name)) return true;
  if (left.clock && right.clock) return sameClock(left.clock, right.clock);
  return !left.name || !right.name || left.name.allDay !== right.name.allDay;
}

/** "The fair" is the "summer fair". */
export function isSameName(left: EventName | null, right: EventName | null): boolean {
  return (
    left !== null && right !== null && overlapOf(contentStems(left.title), contentStems(right.title)) >= 0.5
  );
}
