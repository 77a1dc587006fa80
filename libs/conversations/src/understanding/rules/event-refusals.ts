import { restates, type Appointment } from './appointments.js';
import { eventNameIn } from './event-names.js';
import { isAttendance } from './event-acts.js';
import { ACCEPTANCE, SUITS } from './speech-acts.js';
import type { Line } from './talk-lines.js';
import { isOnDayOf } from './timed-lines.js';

/** Sentences after a proposal in which "I am away" still answers it. */
const DIRECT_LINES = 2;
/** The speaker is elsewhere, or has something else. */
const ELSEWHERE =
  /\b(?:I|we) (?:(?:am|are|will be|would be) (?:\w+ )?(?:away|busy|out|gone|abroad|tied up|booked|working|teaching|travell?ing|flying|stuck|off|on|at|in|not (?:here|home|at home|around|free|there|in)|\w+ing)|work|start|(?:have|have got|got) (?!to\b|time\b|nothing\b|no\b|it\b|that\b|space\b|room\b)|cannot|could not|promised|will still be)\b|^(?:sorry,? |no,? |hm,? )*(?:out of (?:town|the (?:country|office))|away|abroad|at work|on (?:holiday|vacation|call|leave|duty)|working|busy|booked)\b/i;
/** The proposed time itself does not suit. */
const UNSUITABLE =
  /\b(?:that|it|which) (?:is|would be) (?:a bit |far |much |way )?(?:full|taken|gone|too|a bad|bad|no good|no use|impossible|tricky|difficult|when|my day)\b/i;
/** "I would love to, but" is no yes. */
const WOULD_LIKE = /\bwould (?:love|like) to\b/i;
const FREE =
  /\b(?:free|available|around|at home|be home|flexible|looking forward|game|in the (?:area|neighbou?rhood)|on board|off (?:anyway|then|that))\b/i;
/** A date of its own that does not get in the way: "I have an exam that day, but in the morning, so yes". */
const COMPATIBLE =
  /\bso (?:yes|sure|okay|that works|i am free|no problem|that is (?:fine|no problem))\b|\bbut (?:i can still|that still|it still|that is over|i am free)\b/i;

/** "Tuesday is choir practice", "On Monday I am at a conference", "I am on the ward then": why a proposed time does not suit. */
export function isUnavailable(line: Line, appointment: Appointment): boolean {
  const reason = line.text.replace(/^.*?\bbut\b/i, '');
  if (line.question || isWilling(line.text) || ACCEPTANCE.test(reason) || SUITS.test(reason)) return false;
  if (restates(appointment, line) || picksOther(line, appointment)) return false;
  if (isOnDayOf(appointment, line)) return isTaken(line, appointment, reason);
  return isDirectAnswer(line, appointment) && (ELSEWHERE.test(reason) || UNSUITABLE.test(reason));
}

/** Whether that very day has something else; once the day is in doubt, whatever is said of it speaks against it. */
function isTaken(line: Line, appointment: Appointment, reason: string): boolean {
  const inDoubt = appointment.reopened || appointment.disputed;
  if (inDoubt && line.dates.every(({ clock }) => clock === null)) return true;
  return isAnswer(line, appointment) && (ELSEWHERE.test(reason) || eventNameIn(reason) !== null);
}

function isWilling(text: string): boolean {
  return COMPATIBLE.test(text) || FREE.test(text) || isAttendance(text.replace(WOULD_LIKE, ''));
}

/** "Tuesday, I am in Denver on Monday", where both were offered. */
function picksOther({ dates }: Line, { day: first, offers }: Appointment): boolean {
  return dates.some(({ day }) => day !== null && day !== first && offers.some((offer) => offer.day === day));
}

function isAnswer(line: Line, { proposedIn }: Appointment): boolean {
  return line.role === 'unknown' || line.turn !== proposedIn.turn;
}

/** Right after the proposal, by another voice, and about no other day. */
function isDirectAnswer(line: Line, appointment: Appointment): boolean {
  return (
    isAnswer(line, appointment) &&
    line.index - appointment.proposedIn.index <= DIRECT_LINES &&
    line.dates.every(({ day, relation }) => day === null && relation !== 'until')
  );
}
