import { addDays, weekdayOf, type DateMention } from '#libs/ai';
import { type Appointment } from './appointments.js';
import { SETS_OFF } from './event-hints.js';
import { repliedTimes } from './event-replies.js';
import type { Line } from './talk-lines.js';

/** Sentences after the last word on an appointment in which another answers it. */
export const ANSWER_REACH_LINES = 3;
/** Sentences of one voice in which an hour belongs to the day named before. */
const SAME_BREATH_LINES = 2;

/** With the day that the same voice named just before, unless people only set off at that hour. */
export function inSameBreath(line: Line, lines: readonly Line[], current: Appointment | null): Line {
  const before = lines.slice(Math.max(0, line.index - SAME_BREATH_LINES), line.index);
  const last = current?.evidence.at(-1)!.index;
  const setsOff = SETS_OFF.test(line.text) && before.some(({ index }) => index === last);
  return setsOff ? line : withDayOfTurn(line, before);
}

/** With the times that are ones only as an answer: "Ten?", "the early one", "the day after". */
export function inContext(line: Line, current: Appointment | null): Line {
  if (!current || line.index - current.evidence.at(-1)!.index > ANSWER_REACH_LINES) return line;
  const near =
    current.confirmed && !current.disputed ? withSameDay(line, current) : withNearDays(line, current);
  return { ...near, dates: repliedTimes(near, current) };
}

/** "His birthday is on Sunday. Lunch at my place, half past twelve.": the hour is one of the day named just before by the same voice. */
function withDayOfTurn(line: Line, before: readonly Line[]): Line {
  const clocks = line.dates.filter(({ clock }) => clock !== null);
  if (line.question || clocks.length === 0 || line.dates.some(({ day }) => day !== null)) return line;
  const dated = before.findLast((one) =>
    one.dates.some(({ day, precision }) => day !== null && precision === 'day'),
  );
  if (!dated || dated.turn !== line.turn || dated.dates.some(({ clock }) => clock !== null)) return line;
  const { day } = dated.dates.find((date) => date.day !== null && date.precision === 'day')!;
  return { ...line, dates: line.dates.map((date) => (date.clock === null ? date : { ...date, day })) };
}

const NEXT_DAY = /\b(?:the (?:day after|next day|following day)|a day later)\b(?! (?:to)?morrow)/i;
const DAY_BEFORE = /\b(?:the (?:day before|previous day)|a day (?:earlier|before))\b/i;
const WEEKDAY = /^(?:(?:on|for|at|say) )*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/i;
/** "A quarter past six on Friday" */
const ON_WEEKDAY = /\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day\b/i;
/** A weekday that is named instead of a day lies within so many days of it. */
const NEAR_DAYS = 3;

/** Days that only what was proposed before makes clear: "the day after", "then Sunday" of a Saturday in two weeks. */
function withNearDays(line: Line, { day: proposed }: Appointment): Line {
  if (proposed === null) return line;
  const dates = line.dates.map((date) => ({ ...date, day: nearDay(line.text, date, proposed) }));
  const by =
    line.dates.some(({ day }) => day !== null) || !line.question
      ? 0
      : NEXT_DAY.test(line.text)
        ? 1
        : DAY_BEFORE.test(line.text)
          ? -1
          : 0;
  if (by === 0) return { ...line, dates };
  const beside = {
    start: 0,
    end: 0,
    relation: '',
    day: addDays(proposed, by),
    precision: 'day' as const,
    clock: null,
    part: null,
  };
  return { ...line, dates: [beside, ...dates] };
}

/** Once the day is agreed, its weekday means that day. */
function withSameDay(line: Line, { day: agreed }: Appointment): Line {
  if (agreed === null) return line;
  const isMeant = (date: DateMention) =>
    nearDay(line.text, date, agreed) === agreed ||
    (date.day !== null &&
      date.day < agreed &&
      weekdayOf(date.day) === weekdayOf(agreed) &&
      ON_WEEKDAY.test(line.text.slice(date.start, date.end)));
  return {
    ...line,
    dates: line.dates.map((date) => (isMeant(date) ? { ...date, day: agreed } : date)),
  };
}

function nearDay(text: string, { start, end, day, precision }: DateMention, proposed: string): string | null {
  if (day === null || precision !== 'day' || day >= proposed) return day;
  const words = text.slice(start, end);
  if (!WEEKDAY.test(words) || /\b(?:the|this|next|week)\b|\d/i.test(words)) return day;
  for (let by = -NEAR_DAYS; by <= NEAR_DAYS; by += 1) {
    const near = addDays(proposed, by);
    if (weekdayOf(near) === weekdayOf(day)) return near > day ? near : day;
  }
  return day;
}
