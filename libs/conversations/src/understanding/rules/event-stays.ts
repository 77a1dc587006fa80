import { type ClockTime, type DateMention } from '#libs/ai';
import { openAppointment, type Appointment } from './appointments.js';
import { named } from './event-names.js';
import { serviceOf } from './event-services.js';
import { ACCEPTANCE, REFUSAL, SUITS } from './speech-acts.js';
import type { Line, Talk } from './talk-lines.js';
import { isLimit } from './timed-lines.js';

/** Sentences after the question from when on guests may come. */
const ANSWER_LINES = 3;
const ASKS_WHEN =
  /\b(?:when|what time|which time|how (?:early|soon|late)|from when|earliest)\b.*\b(?:we|i|can|could|may|check|arrive|come|get|move|turn|ready|open|start)\b/i;
/** "Out on Sunday", "breakfast is from seven": no arrival. */
const NO_ARRIVAL =
  /\b(?:check ?-?out|leave|breakfast|supper|dinner|lunch|lock|locks|closes?|closed|quiet|after|until|till|no later|at the latest|deposit|transfer|pool|sauna|kitchen|bar)\b/i;
const TAKES_IT =
  /\b(?:we|i) (?:will|would like to|would like) (?:take|have|book|reserve|like) (?:it|that|them|one|both|the|a)\b|\b(?:book|reserve|keep|hold) (?:it|them|that|both|us|me|one|the)\b|\b(?:it is|they are) ours\b/i;

/** The stay that is booked in a call to a house with rooms, from the hour at which it receives its guests; null when none is. */
export function stayIn(talk: Talk): Appointment | null {
  const service = serviceOf(talk);
  if (!service?.lodging) return null;
  const dated = talk.lines.find((line) => !line.secret && firstDay(line) !== null);
  const arrival = dated && arrivalIn(talk.lines, dated);
  if (!arrival || !isTaken(talk.lines)) return null;
  const stay = openAppointment(dated, named(`Stay at ${service.name}`));
  return { ...stay, ...arrival, proposedIn: arrival.line, confirmed: true, evidence: [dated, arrival.line] };
}

interface Arrival {
  readonly line: Line;
  readonly day: string;
  readonly clock: ClockTime;
}

function arrivalIn(lines: readonly Line[], dated: Line): Arrival | null {
  const days = new Set<string>();
  for (const line of lines) {
    const day = firstDay(line);
    const clock = hourOf(line);
    if (clock && (isAskedFor(line, lines) || (day !== null && days.has(day))))
      return { line, day: day ?? firstDay(dated)!, clock };
    if (day !== null) days.add(day);
  }
  return null;
}

function isAskedFor({ index }: Line, lines: readonly Line[]): boolean {
  const before = lines.slice(Math.max(0, index - ANSWER_LINES), index);
  return before.some(({ role, question, text }) => role !== 'other' && question && ASKS_WHEN.test(text));
}

function hourOf(line: Line): ClockTime | null {
  if (line.role === 'owner' || line.secret || line.question || NO_ARRIVAL.test(line.text)) return null;
  return line.dates.find((date) => date.clock !== null && !isLimit(line, date))?.clock ?? null;
}

/** The day on which a stay begins: of several that follow each other the first. */
function firstDay({ dates }: Line): string | null {
  return dates.find((date) => isDay(date))?.day ?? null;
}

function isDay({ day, precision, relation }: DateMention): boolean {
  return day !== null && precision === 'day' && !/^(?:by|until|till|before)$/.test(relation);
}

function isTaken(lines: readonly Line[]): boolean {
  return lines.some(
    ({ role, text, question }) =>
      role !== 'other' &&
      !question &&
      !REFUSAL.test(text) &&
      [ACCEPTANCE, SUITS, TAKES_IT].some((sign) => sign.test(text)),
  );
}
