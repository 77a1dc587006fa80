import { addDays, weekdayOf, type DateMention } from '#libs/ai';

/** A sentence with the days that are named in it. */
interface DatedLine {
  readonly index: number;
  readonly text: string;
  readonly dates: readonly DateMention[];
}

/** Sentences for which a day that was named in full stays in mind. */
const REACH_LINES = 25;
const ORDINAL =
  '(?:\\d{1,2}(?:st|nd|rd|th)|(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\\w+teenth|twentieth|thirtieth)';
/** "on the eighth", without month or weekday. */
const BARE_ORDINAL = new RegExp(
  `^(?:(?:on|by|for|until|till|before|from|of) )?the ${ORDINAL}(?! of)(?! \\p{Lu})`,
  'iu',
);

/** "Friday the tenth", of a month that was named before. */
const WEEKDAY_ORDINAL = new RegExp(
  `^(?:(?:on|by|for|from) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day,? the ${ORDINAL}(?! of)(?! \\p{Lu})`,
  'iu',
);

/** Sentences for which the weekday of such a day means that very day. */
const WEEKDAY_REACH_LINES = 8;
const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
/** "on Thursday", "that Friday at seven": no number, no week. */
const BARE_WEEKDAY = new RegExp(
  `(?:^(?:(?:on|for|at|that|not) )*|\\bon )${WEEKDAY}(?!'s?)(?! (?:the|week|after|next|of|in|fortnight)\\b)(?!,? (?:the )?${ORDINAL})`,
  'i',
);
/** "the Saturday after", "the following Monday": of the day that was named last. */
const DAY_AFTER = /^ after(?: that)?(?=[.,?!]|$| at | would | is | then)/i;
const FOLLOWING = /\bfollowing $/i;

/** "on the Monday", "that whole Saturday", "the Sunday afternoon": the one that was named, or the nearest to it. */
const THE_WEEKDAY = new RegExp(
  `\\b(?:the|that)(?: (?:whole|entire|same|very))? ${WEEKDAY}(?: (?:morning|afternoon|evening|night))?$`,
  'i',
);

const RELATIVE = /\b(?:to|this )(?:day|night|morrow|morning|afternoon|evening)\b/i;

interface NamedDay {
  readonly day: string;
  readonly index: number;
}

/** The days that have been named, while a talk is read from its beginning. */
class DaysInMind {
  private readonly byNumber = new Map<string, NamedDay>();
  private readonly byWeekday = new Map<number, NamedDay>();
  private last: NamedDay | null = null;

  /** The mention with the day that it means here. */
  resolve(date: DateMention, { text, index, dates }: DatedLine): DateMention {
    if (date.day === null || date.precision !== 'day') return date;
    const inWeek = inWeekNamed(date, text, dates);
    const day = inWeek ? this.keep(inWeek, index) : this.meant(date.day, date, { text, index });
    this.last = { day, index };
    return day === date.day ? date : { ...date, day };
  }

  private meant(day: string, { start, end }: DateMention, { text, index }: Omit<DatedLine, 'dates'>): string {
    const words = text.slice(start, end);
    if (RELATIVE.test(words)) return day;
    if (DAY_AFTER.test(text.slice(end)) || FOLLOWING.test(text.slice(0, start)))
      return this.following(day, index);
    return (
      this.ofNumbers(day, words, index) ??
      this.ofNames(day, { text, start, end }, index) ??
      this.keep(day, index)
    );
  }

  /** "The tenth", "Friday the tenth": of the month that is spoken of. */
  private ofNumbers(day: string, words: string, index: number): string | null {
    if (!WEEKDAY_ORDINAL.test(words)) return BARE_ORDINAL.test(words) ? this.ofNumber(day, index) : null;
    const numbered = this.ofNumber(day, index);
    return numbered !== null && weekdayOf(numbered) === weekdayOf(day) ? this.keep(numbered, index) : null;
  }

  /** "The Saturday", "on Saturday": the one that is spoken of. */
  private ofNames(
    day: string,
    said: { text: string; start: number; end: number },
    index: number,
  ): string | null {
    const { text, start, end } = said;
    if (THE_WEEKDAY.test(text.slice(0, end)))
      return this.keep(this.ofWeekday(day, index, REACH_LINES) ?? this.beside(day, index) ?? day, index);
    if (!BARE_WEEKDAY.test(text.slice(start, end))) return null;
    return this.ofWeekday(day, index, WEEKDAY_REACH_LINES) ?? day;
  }

  private following(day: string, index: number): string {
    const after = within(this.last ?? undefined, index, WEEKDAY_REACH_LINES);
    return after === null ? day : nextSuch(weekdayOf(day), after);
  }

  /** "Not on Saturday the fourteenth. Would the Sunday be better?": the one next to it. */
  private beside(day: string, index: number): string | null {
    const last = within(this.last ?? undefined, index, WEEKDAY_REACH_LINES);
    if (last === null || last <= day) return null;
    return (
      [1, -1, 2, -2].map((by) => addDays(last, by)).find((one) => weekdayOf(one) === weekdayOf(day)) ?? null
    );
  }

  private ofWeekday(day: string, index: number, reach: number): string | null {
    return within(this.byWeekday.get(weekdayOf(day)), index, reach);
  }

  /** Of a number that was named, or of a day beside one: "It is on the twentieth of October." "Then I come on the nineteenth." */
  private ofNumber(day: string, index: number): string | null {
    const number = day.slice(8);
    const named = within(this.byNumber.get(number), index, REACH_LINES);
    if (named !== null) return named;
    const near = [...this.byNumber.values()].flatMap((one) => within(one, index, REACH_LINES) ?? []);
    const beside = near.flatMap((one) => [addDays(one, -1), addDays(one, 1)]);
    return beside.find((one) => one.slice(8) === number) ?? null;
  }

  private keep(day: string, index: number): string {
    this.byNumber.set(day.slice(8), { day, index });
    this.byWeekday.set(weekdayOf(day), { day, index });
    return day;
  }
}

/** "Could we do it next week, on Tuesday?": the Tuesday of that week. */
function inWeekNamed(
  { day, start, end }: DateMention,
  text: string,
  dates: readonly DateMention[],
): string | null {
  const week = dates.findLast((one) => one.precision === 'week' && one.end <= start)?.day;
  if (!week || !BARE_WEEKDAY.test(text.slice(start, end))) return null;
  return addDays(week, -((weekdayOf(week) - weekdayOf(day!) + 7) % 7));
}

function within(named: NamedDay | undefined, index: number, reach: number): string | null {
  return named && index - named.index <= reach ? named.day : null;
}

/** The first such weekday after a day. */
function nextSuch(weekday: number, day: string): string {
  return addDays(day, ((weekday - weekdayOf(day) + 6) % 7) + 1);
}

/** "Friday the eighth of May", and some sentences later "nine on the eighth" or "that Friday": the same day, not the next one there is. */
export function withDayReferences<L extends DatedLine>(lines: readonly L[]): L[] {
  const days = new DaysInMind();
  return lines.map((line) => ({ ...line, dates: line.dates.map((date) => days.resolve(date, line)) }));
}
