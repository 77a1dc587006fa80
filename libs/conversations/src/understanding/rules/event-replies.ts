import { findAnsweredHour, type ClockTime, type DateMention } from '#libs/ai';
import { type Appointment } from './appointments.js';
import type { Line } from './talk-lines.js';

/** Of several times that were offered the one that came first, or last. */
const WHICH =
  /\bthe (?:(early|earlier|earliest|first|former|morning)|late|later|latest|last|second|latter|afternoon|evening)\b(?: one| slot| time| appointment)?(?=[.,!?]|$| please| would| is| one| works| suits)/i;
const EITHER =
  /\b(?:either|both|any)(?: of (?:them|those|these))? (?:is|are|would be|works?|suits?|will do)\b/i;
const SAME_TIME = /\b(?:at )?(?:the )?same (?:time|hour)\b/i;
/** "Half past?" where the hour has been named before. */
const FRACTION =
  /(?:^|, |\b(?:make it|say|at|rather|then|or) )(half|a quarter|quarter) (past|to)(?=[.,?!]|$| then| would| is| works| please)/i;

/** The times of a sentence that answers: those it names, and those that only the talk before makes times. */
export function repliedTimes(line: Line, appointment: Appointment): readonly DateMention[] {
  if (line.dates.some(({ clock }) => clock !== null)) return line.dates;
  const chosen = chosenOffer(line, appointment);
  if (chosen) return [chosen];
  const hour = namedAgain(line.text, appointment) ?? findAnsweredHour(line.text);
  return hour ? withClock(line.dates, hour) : line.dates;
}

interface SaidClock {
  readonly clock: ClockTime;
  readonly start: number;
  readonly end: number;
}

function chosenOffer({ text, dates }: Line, { offers }: Appointment): DateMention | null {
  if (offers.length < 2 || dates.some(({ day }) => day !== null)) return null;
  const which = WHICH.exec(text);
  if (!which && !EITHER.test(text)) return null;
  return { ...offers.at(which && !which[1] ? -1 : 0)!, start: 0, end: text.length, relation: '' };
}

/** "the same time", "half past": what was said of the hour before holds. */
function namedAgain(text: string, { clock, lastClock }: Appointment): SaidClock | null {
  const before = clock ?? lastClock;
  if (!before) return null;
  const same = SAME_TIME.exec(text);
  if (same) return { clock: before, start: same.index, end: same.index + same[0].length };
  const fraction = FRACTION.exec(text);
  if (!fraction) return null;
  const minute = fraction[1] === 'half' ? 30 : 15;
  const to = fraction[2]!.toLowerCase() === 'to';
  return {
    clock: { ...before, hour: to ? before.hour - 1 : before.hour, minute: to ? 60 - minute : minute },
    start: fraction.index,
    end: fraction.index + fraction[0].length,
  };
}

/** The hour joins the day beside which it was said. */
function withClock(dates: readonly DateMention[], { clock, start, end }: SaidClock): DateMention[] {
  const dated = dates.findLast(({ day, precision }) => day !== null && precision === 'day');
  const said = { start, end, relation: '', day: null, precision: 'day' as const, clock, part: null };
  if (!dated) return [...dates, said];
  const joined = { ...dated, clock, start: Math.min(start, dated.start), end: Math.max(end, dated.end) };
  return dates.map((date) => (date === dated ? joined : date));
}
