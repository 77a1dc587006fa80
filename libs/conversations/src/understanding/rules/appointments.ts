import { stemOf, type ClockTime, type DateMention, type PartOfDay } from '#libs/ai';
import { type EventName } from './event-names.js';
import { contentStems, overlapOf } from './talk.js';
import type { Line } from './talk-lines.js';

/** An appointment as it takes shape while people talk. */
export interface Appointment {
  name: EventName | null;
  /** Whether somebody named it; else it is called by what is talked about. */
  named: boolean;
  day: string | null;
  clock: ClockTime | null;
  /** The hour that was spoken of last, even if it no longer holds: "Monday, same time". */
  lastClock: ClockTime | null;
  /** Whether the owner is sure to be there and the time is agreed. */
  confirmed: boolean;
  /** Whether somebody else's, so that the owner has to say that he comes. */
  othersEvent: boolean;
  cancelled: boolean;
  /** Whether somebody said that it is moved, or that he has to think again: what comes next holds. */
  reopened: boolean;
  /** Whether its time is spoken of again: until another is agreed, what is named is in its way. */
  disputed: boolean;
  /** Whether somebody could not come: agreement counts again when another time is named. */
  declined: boolean;
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
    lastClock: null,
    confirmed: false,
    othersEvent: false,
    cancelled: false,
    declined: false,
    reopened: false,
    disputed: false,
    proposedIn: line,
    place: '',
    minutes: null,
    offers: [],
    evidence: [line],
  };
}

/** "They moved it", "hang on": the next time or reason counts, though all was settled. */
export function dispute(appointment: Appointment): void {
  appointment.reopened = true;
  appointment.disputed = true;
}

/** Whether its time was refused, so that whatever is named next is for it. */
export function isOpenAgain({ declined, confirmed }: Appointment): boolean {
  return declined && !confirmed;
}

/** Takes over day and time as far as the sentence names them; one that is denied ("not at nine") is struck out. */
export function setTime(appointment: Appointment, line: Line, mentions: readonly DateMention[]): boolean {
  const said = mentions.filter((mention) => !isDenied(line, mention));
  for (const mention of mentions) if (!said.includes(mention)) strike(appointment, mention);
  if (said.length > 1 && /\b(?:or|either)\b/i.test(line.text)) return offer(appointment, said);
  // "from Friday the eighth to Sunday": it begins on the first.
  const first = said.find(({ day }) => day !== null)?.day;
  const own = said.filter(({ day }) => day === null || day === first);
  const changed = own.map((mention) => applyMention(appointment, mention)).includes(true);
  appointment.lastClock = appointment.clock ?? appointment.lastClock;
  return changed;
}

/** "Either at ten past eight or at noon": nothing is settled before one of them is picked. */
function offer(appointment: Appointment, said: readonly DateMention[]): boolean {
  let { day } = appointment;
  appointment.offers = said.map((mention) => {
    day = mention.day ?? day;
    return { ...mention, day };
  });
  appointment.day = appointment.offers[0]!.day;
  appointment.clock = null;
  return true;
}

function strike(appointment: Appointment, { day, clock }: DateMention): void {
  if (day !== null && day === appointment.day) appointment.day = null;
  if (day !== null || (clock && sameClock(clock, appointment.clock))) appointment.clock = null;
}

const NO_BEGINNING = /^(?:until|till|after|before)$/;

function offeredClock({ offers }: Appointment, day: string | null): ClockTime | null {
  const onDay = offers.filter((one) => one.day === day && one.clock);
  return onDay.length === 1 ? onDay[0]!.clock : null;
}

/** "Half past five, please", where one of the offered days has that hour. */
function offeredDay({ offers }: Appointment, clock: ClockTime | null): string | null {
  return (clock && offers.find((one) => sameClock(clock, one.clock))?.day) ?? null;
}

/** The same hour again, without saying which half of the day. */
function isVaguer(clock: ClockTime, before: ClockTime | null): boolean {
  return sameClock(clock, before) && !clock.certain;
}

function applyMention(appointment: Appointment, mention: DateMention): boolean {
  const day = mention.day ?? offeredDay(appointment, mention.clock);
  const moved = day !== null && mention.precision === 'day' && day !== appointment.day;
  // Another day keeps no hour that was not said for it, unless only the day is moved.
  if (moved) moveTo(appointment, day, mention.part);
  const clock = mention.clock ?? offeredClock(appointment, day);
  return (
    (clock !== null && !NO_BEGINNING.test(mention.relation) && applyClock(appointment, clock, moved)) || moved
  );
}

function moveTo(appointment: Appointment, day: string, part: PartOfDay | null): void {
  appointment.day = day;
  if (part !== null && !isIn(part, appointment.clock)) appointment.clock = null;
}

function isIn(part: PartOfDay, clock: ClockTime | null): boolean {
  return clock === null || (part === 'morning') === clock.hour < 12;
}

function applyClock(appointment: Appointment, clock: ClockTime, moved: boolean): boolean {
  const before = appointment.clock;
  if (isVaguer(clock, before)) return false;
  // Another day may have it in another half.
  appointment.clock = moved && before?.certain ? clock : inSameHalf(clock, before);
  return !sameClock(clock, before);
}

/** Whether one of the offered times is taken up. */
export function picksOffer({ offers }: Appointment, [only, ...others]: readonly DateMention[]): boolean {
  return (
    only !== undefined &&
    others.length === 0 &&
    offers.some(
      ({ day, clock }) =>
        (only.day === null || only.day === day) &&
        (only.clock === null ? only.day !== null : sameClock(only.clock, clock)),
    )
  );
}

/** An hour is shifted by so many at most to stay in its half of the day. */
const SAME_HALF_HOURS = 3;

/** "Can we make it half past seven?" of an appointment in the evening stays in the evening. */
function inSameHalf(clock: ClockTime, before: ClockTime | null): ClockTime {
  if (clock.certain || !before) return clock;
  const hour = (clock.hour % 12) + (before.hour >= 12 ? 12 : 0);
  const reach = before.certain ? SAME_HALF_HOURS : 1;
  return Math.abs(hour - before.hour) <= reach ? { ...clock, hour, certain: before.certain } : clock;
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
  return /^,? (?:is|does|will|would|at \w+ is)\s?(?:a bit |really |just )?(?:no good|not(?! it\b)|too|bad|impossible|full|difficult|cancelled|out|taken|gone|booked|packed|tricky|off\b)\b/i.test(
    after,
  );
}

/** Whether a sentence names the very day and hour that were proposed: nobody does so to refuse them. */
export function restates({ day: agreed, clock: hour }: Appointment, line: Line): boolean {
  return line.dates.some(
    (mention) =>
      mention.day !== null &&
      mention.day === agreed &&
      mention.clock !== null &&
      sameClock(mention.clock, hour) &&
      !isDenied(line, mention),
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

/** Words of a name that tell appointments of every kind. */
const GENERIC = new Set(
  ['meeting', 'appointment', 'visit', 'call', 'with', 'about', 'day', 'evening'].map(stemOf),
);

/** Whether a sentence speaks of an appointment by a word of its name. */
export function mentionsName({ text }: Line, { name }: Appointment): boolean {
  const own = [...contentStems(name?.title ?? '')].filter((stem) => !GENERIC.has(stem));
  const said = contentStems(text);
  return own.some((stem) => said.has(stem));
}

/** "The fair" is the "summer fair". */
export function isSameName(left: EventName | null, right: EventName | null): boolean {
  return (
    left !== null && right !== null && overlapOf(contentStems(left.title), contentStems(right.title)) >= 0.5
  );
}
