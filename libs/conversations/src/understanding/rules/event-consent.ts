import { type Appointment } from './appointments.js';
import { ATTENDS, ATTENDS_SO, BOOKED_IN, FOR_ALL, isAttendance, NOT_ATTENDS } from './event-acts.js';
import { ACCEPTANCE, REFUSAL, SUITS } from './speech-acts.js';
import type { Line, Talk } from './talk-lines.js';

/** Sentences after a proposal in which "works for me" still answers it. */
const DIRECT_LINES = 2;
const OF_A_THING =
  /^(?:(?:and|but|so|oh|well),? )*(?:the|my|your|our|his|her|their|this|these|those|he|she|they|there)\b/i;

/** Whether the owner says that he comes; null when he does not speak of it. */
export function attendance(line: Line, isDeed: boolean): boolean | null {
  if (line.role === 'other') return null;
  if (NOT_ATTENDS.test(line.text)) return false;
  if (ATTENDS_SO.test(line.text)) return true;
  return ATTENDS.test(line.text) && (!isDeed || /\bwill be there\b/i.test(line.text)) ? true : null;
}

/** Whether the sentence agrees to the time that was proposed; null when it does neither that nor refuse. */
export function consent(current: Appointment, line: Line, talk: Talk): boolean | null {
  // After a refusal only the time itself takes it up again.
  const open = !current.declined || namesDayOf(current, line);
  if (open && BOOKED_IN.test(line.text)) return true;
  if (!mayConfirm(current, line, talk)) return null;
  // What is settled does not fall with a "no" to something else.
  if (REFUSAL.test(line.text)) return current.confirmed ? null : false;
  return open && !current.othersEvent && agrees(current, line) ? true : null;
}

function namesDayOf({ day: agreed }: Appointment, { dates }: Line): boolean {
  return dates.some(({ day }) => day !== null && day === agreed);
}

function agrees({ proposedIn }: Appointment, line: Line): boolean {
  const { text, dates } = line;
  if (ACCEPTANCE.test(text) || /\bsee you\b/i.test(text)) return true;
  // "Works for me", right after the proposal; "the soup is good" speaks of something else.
  const direct = line.index - proposedIn.index <= DIRECT_LINES && !OF_A_THING.test(text);
  return (dates.length > 0 || direct) && SUITS.test(text);
}

/** Whether another voice than the one that proposed speaks here. */
export function mayConfirm({ proposedIn }: Appointment, line: Line, talk: Talk): boolean {
  if (line === proposedIn || line.question) return false;
  if (proposedIn.role === 'unknown') return line.index - proposedIn.index <= 3;
  return line.role !== proposedIn.role || (talk.voices > 2 && line.speaker !== proposedIn.speaker);
}

/** Whether the sentence itself makes the owner sure to be there. */
export function ownWord(line: Line, { othersEvent }: Appointment): boolean {
  if (othersEvent) return line.role === 'owner' && isAttendance(line.text);
  return line.role !== 'other' || FOR_ALL.test(line.text);
}
