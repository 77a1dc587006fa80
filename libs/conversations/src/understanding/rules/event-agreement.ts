import { isDenied, picksOffer, setTime, type Appointment } from './appointments.js';
import { ATTENDS, ATTENDS_SO, BOOKED_IN, HAD_IN_MIND, MOVED, PROPOSAL } from './event-acts.js';
import { mayConfirm, ownWord } from './event-consent.js';
import { ACCEPTANCE, SUITS } from './speech-acts.js';
import type { Line, Talk } from './talk-lines.js';
import { type TimedLine } from './timed-lines.js';

const AGREES_AFTER_ALL = [ACCEPTANCE, ATTENDS, ATTENDS_SO, BOOKED_IN, SUITS];

/** Takes over what a sentence says of the time of an appointment, and whether it is thereby agreed. */
export function applyTimes(appointment: Appointment, timed: TimedLine, talk: Talk): void {
  const { line, mentions, name } = timed;
  const denied = mentions.every((mention) => isDenied(line, mention));
  const { day, clock } = appointment;
  const changed = setTime(appointment, line, mentions);
  appointment.evidence.push(line);
  if (!appointment.named && name) {
    appointment.name = name;
    appointment.named = true;
  }
  if (denied) decline(appointment);
  else if (changed) retime(appointment, timed, { talk, filledIn: isFilledIn({ day, clock }, appointment) });
  else if (repeats(appointment, line, talk)) confirm(appointment);
}

function confirm(appointment: Appointment): void {
  appointment.confirmed = true;
  appointment.disputed = false;
}

/** Somebody cannot come: nobody agrees to this time any more, unless it is named again. */
export function decline(appointment: Appointment): void {
  appointment.confirmed = false;
  appointment.declined = true;
}

/** Naming the proposed time again agrees to it; after a refusal more must be said. */
function repeats(appointment: Appointment, line: Line, talk: Talk): boolean {
  if (!mayConfirm(appointment, line, talk)) return false;
  return !appointment.declined || AGREES_AFTER_ALL.some((pattern) => pattern.test(line.text));
}

/** Whether what was said of the time before still holds. */
function isFilledIn(before: Pick<Appointment, 'day' | 'clock'>, { day, clock }: Appointment): boolean {
  return (before.day === null || before.day === day) && (before.clock === null || before.clock === clock);
}

interface Change {
  readonly talk: Talk;
  /** Whether what was said of the time before still holds. */
  readonly filledIn: boolean;
}

function retime(appointment: Appointment, timed: TimedLine, change: Change): void {
  appointment.confirmed = change.talk.monologue || isAgreed(appointment, timed, change);
  appointment.declined = false;
  appointment.reopened = false;
  if (appointment.confirmed) appointment.disputed = false;
  appointment.proposedIn = timed.line;
}

/** A new time has to be agreed to again, unless it answers the question for one, or only adds the hour to what is settled. */
function isAgreed(appointment: Appointment, timed: TimedLine, { talk, filledIn }: Change): boolean {
  const { line, proposes, states } = timed;
  if (line.question) return false;
  if (holdsAnyway(appointment, line, filledIn)) return true;
  const byAnother = mayConfirm(appointment, line, talk);
  if (proposes) return states && isSettling(appointment, timed, byAnother);
  return (byAnother && filledIn) || isSettling(appointment, timed, byAnother);
}

/** What is settled keeps so with its hour, or with another time for what was opened again; what is told as a fact needs no answer. */
function holdsAnyway(appointment: Appointment, line: Line, filledIn: boolean): boolean {
  if (appointment.confirmed) return filledIn || appointment.reopened;
  return filledIn && wasStated(appointment) && ownWord(line, appointment);
}

/** Told as a fact, not proposed. */
function wasStated({ proposedIn: { text, question } }: Appointment): boolean {
  return !question && !PROPOSAL.test(text) && !HAD_IN_MIND.test(text);
}

function isSettling(appointment: Appointment, timed: TimedLine, byAnother: boolean): boolean {
  return MOVED.test(timed.line.text) || (byAnother && agrees(appointment, timed));
}

function agrees(appointment: Appointment, { line: { text }, mentions }: TimedLine): boolean {
  return SUITS.test(text) || ACCEPTANCE.test(text) || picksOffer(appointment, mentions);
}
