import { type Appointment } from './appointments.js';
import { ATTENDS, BOOKED_IN, FOR_ALL, NOT_ATTENDS } from './event-acts.js';
import { ACCEPTANCE, REFUSAL, SUITS } from './speech-acts.js';
import { type Line, type Talk } from './talk.js';

/** Whether the owner says that he comes; null when he does not speak of it. */
export function attendance(line: Line, isDeed: boolean): boolean | null {
  if (line.role === 'other') return null;
  if (NOT_ATTENDS.test(line.text)) return false;
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
  return open && !current.othersEvent && agrees(line) ? true : null;
}

function namesDayOf({ day: agreed }: Appointment, { dates }: Line): boolean {
  return dates.some(({ day }) => day !== null && day === agreed);
}

function agrees({ text, dates }: Line): boolean {
  return ACCEPTANCE.test(text) || /\bsee you\b/i.test(text) || (dates.length > 0 && SUITS.test(text));
}

/** Whether another voice than the one that proposed speaks here. */
export function mayConfirm({ proposedIn }: Appointment, line: Line, talk: Talk): boolean {
  if (line === proposedIn || line.question) return false;
  if (proposedIn.role === 'unknown') return line.index - proposedIn.index <= 3;
  return line.role !== proposedIn.role || (talk.voices > 2 && line.speaker !== proposedIn.speaker);
}

/** Whether the sentence itself makes the owner sure to be there. */
export function ownWord(line: Line, { othersEvent }: Appointment): boolean {
  if (othersEvent) return line.role === 'owner' && ATTENDS.test(line.text);
  return line.role !== 'other' || FOR_ALL.test(line.text);
}
