import { addDays, type DateMention } from '#libs/ai';
import { type Proposal } from './proposals.js';
import { contentStems } from './talk.js';
import type { Line } from './talk-lines.js';
import { ownsThing } from './timeless-words.js';

/** Words of time without a clock, in hours. Source: specification of the pipeline, §2.2. */
const PART_HOURS = {
  morning: '09:00',
  noon: '12:00',
  afternoon: '14:00',
  evening: '18:00',
  night: '21:00',
} as const;
const END_OF_DAY = '23:59';
/** Where something is to be brought, in time for it. */
const OCCASION =
  /\b(?:bring|take)\b.* (?:to|for) (?:the|our|your|my) (?:\w+ )?(review|meeting|party|inspection|interview|exam|test|appointment|concert|game|match|wedding|presentation|workshop|picnic|barbecue|checkup|visit|dinner|lunch|trip)\b/i;
const DEADLINE = /^(?:by|until|till|before|due)$/;
/** "book a table for Friday": that day is the table's, not the deed's. */
const BOOKING = /^(?:book|reserve|order|get|buy|arrange|organize|organise|rent|schedule|plan)$/;

/** Sentences back to the day that is "that day". */
const THAT_DAY_LINES = 15;

export interface Due {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** `HH:mm` */
  readonly time: string;
  /** Says until when, rather than when something happens. */
  readonly deadline: boolean;
}

/** "every morning", "twice a day" */
export const HABIT =
  /\b(?:every|each|daily|nightly|weekly|(?:once|twice|\w+ times) an? (?:day|night|week))\b/i;

/** The day by which the deed is due, as its own sentence says, or null. */
export function dueInLine({ line, verb, start, end }: Proposal): Due | null {
  const usable = definiteDays(line).filter(
    (date) => !(BOOKING.test(verb) && (date.relation === 'for' || isOfThing(line, date))),
  );
  const inside = usable.filter((date) => date.start >= start - 1 && date.end <= end + 1);
  // "every morning" is its own time; the day of the next deed is not for it.
  if (HABIT.test(line.text.slice(start, end))) return best(inside);
  const outside = usable.filter((date) => !isOfOtherClause(line.text, end, date));
  // "On Monday I am away, so on Tuesday I will write it": the day right before the deed.
  const leading = outside.filter((date) => date.end <= start).slice(-1);
  return best(inside) ?? best([...leading, ...outside.filter((date) => date.end > start)]);
}

/** "the form that I sent you" */
const RELATIVE =
  /^ ?(?:(?:that|which) )?(?:I|you|we|they|he|she) (?:have |has |had )?\w+(?: (?:you|me|us))?,?/i;
/** "and return it by": one errand, one day. */
const SAME_ERRAND = /,? and [a-z]+ (?:it|them)(?: back| in| over)? ?$/i;

/** "I should call her, it was her birthday on Saturday": after the deed something else is told. */
function isOfOtherClause(text: string, end: number, { start }: DateMention): boolean {
  const between = start > end ? text.slice(end, start).replace(RELATIVE, '').replace(SAME_ERRAND, '') : '';
  // "set the alarm when you leave tonight": the clause of time is the deed's own.
  if (
    /\b(?:starting|beginning|(?:it|that) is) $/i.test(between) ||
    /^,? ?(?:when|before|after|once|as soon as) \w+ \w+(?: \w+)? ?$/i.test(between)
  )
    return false;
  return (
    /\b(?:it|he|she|they|we|you|I|that|this)\b/i.test(between) &&
    !/\b(?:due|deadline|at the latest|do (?:it|that)|(?:it|that) (?:has to|must|needs to) be)\b/i.test(
      between,
    )
  );
}

/** "return it by then", "bring it over the day before", "take the list to the review": the day stands in a sentence before. */
export function dueBefore(
  { line, start, end }: Proposal,
  before: readonly Line[],
  longBefore: readonly Line[],
): Due | null {
  const words = line.text.slice(start, end);
  if (/\bby then\b/i.test(words)) return before.map(lastDay).findLast((due) => due !== null) ?? null;
  if (/\bthat (?:day|morning|afternoon|evening|night)\b/i.test(words))
    return (
      longBefore
        .slice(-THAT_DAY_LINES)
        .map(lastDay)
        .findLast((due) => due !== null) ?? null
    );
  if (/\bthe (?:day|evening|night) before\b/i.test(words)) return dayBefore(before);
  const occasion = OCCASION.exec(words)?.[1];
  return occasion === undefined ? null : dayOfOccasion(occasion, longBefore);
}

function dayBefore(before: readonly Line[]): Due | null {
  const due = before.map(onlyDay).findLast((found) => found !== null);
  return due ? { ...due, day: addDays(due.day, -1), time: END_OF_DAY } : null;
}

/** The day of the last sentence that names both the occasion and one day. */
function dayOfOccasion(occasion: string, before: readonly Line[]): Due | null {
  const [stem] = contentStems(occasion);
  const told = before.findLast((line) => onlyDay(line) !== null && stem && contentStems(line.text).has(stem));
  return told ? onlyDay(told) : null;
}

/** The single day a line names; null when it names none or several. */
export function onlyDay(line: Line): Due | null {
  const days = definiteDays(line);
  return new Set(days.map(({ day }) => day)).size === 1 ? best(days) : null;
}

export function definiteDays(line: Line): DateMention[] {
  return line.dates.filter(
    (date, at) => !ownsThing(line, date) && isDefinite(date) && !isSaidAgain(line, date, line.dates[at + 1]),
  );
}

/** "the Friday before, on the twentieth": the day that is said again by its number is meant. */
function isSaidAgain({ text }: Line, { start, end }: DateMention, next: DateMention | undefined): boolean {
  if (next?.day == null) return false;
  const [said, between] = [text.slice(start, end), text.slice(end, next.start)];
  return (
    /^ (?:before|after),? $/i.test(between) ||
    (/\bend of (?:the )?day$/i.test(said) && /^(?: on)? ?$/.test(between))
  );
}

function isDefinite({ day, precision, relation }: DateMention): boolean {
  return (
    day !== null && (precision === 'day' || relation === 'by') && relation !== 'since' && relation !== 'from'
  );
}

/** "the weekend of the eighth of May", "the meeting on Friday": part of a thing's name. */
function isOfThing(line: Line, date: DateMention): boolean {
  return /\b(?:weekend|week|night|evening|morning|party|meeting|trip|flight|dinner|lunch) (?:of|on)?\s*$/i.test(
    line.text.slice(0, date.start),
  );
}

function best(dates: readonly DateMention[]): Due | null {
  const chosen = dates.find(({ relation }) => DEADLINE.test(relation)) ?? dates[0];
  if (!chosen?.day) return null;
  return { day: chosen.day, time: timeOf(chosen), deadline: DEADLINE.test(chosen.relation) };
}

function timeOf({ clock, part }: DateMention): string {
  if (clock) return `${String(clock.hour).padStart(2, '0')}:${String(clock.minute).padStart(2, '0')}`;
  return part ? PART_HOURS[part] : END_OF_DAY;
}

/** The last day a line names, at its end. */
export function lastDay(line: Line): Due | null {
  const date = definiteDays(line).at(-1);
  return date?.day ? { day: date.day, time: END_OF_DAY, deadline: false } : null;
}
