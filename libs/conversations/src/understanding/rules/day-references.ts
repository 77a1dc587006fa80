import { addDays, type DateMention } from '#libs/ai';

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

/** "on the Monday": the one that was named. */
const THE_WEEKDAY = /\bthe (?:mon|tues|wednes|thurs|fri|satur|sun)day$/i;

/**
 * "Friday the eighth of May", and some sentences later "nine on the eighth" or "on the Friday": the same day, not the next one there is.
 */
export function withDayReferences<L extends DatedLine>(lines: readonly L[]): L[] {
  const named = new Map<string, { readonly day: string; readonly index: number }>();
  return lines.map((line) => {
    const dates = line.dates.map((date) => {
      if (date.day === null || date.precision !== 'day') return date;
      const number = date.day.slice(8);
      const weekday = `weekday ${new Date(`${date.day}T12:00:00Z`).getUTCDay()}`;
      const near = [...named].filter(([, { index }]) => line.index - index <= REACH_LINES);
      const meant = refersBack(line, date)
        ? (near.find(([key]) => key === (isWeekday(line, date) ? weekday : number))?.[1].day ??
          besides(
            number,
            near.map(([, { day }]) => day),
          ))
        : undefined;
      if (meant !== undefined) return { ...date, day: meant };
      for (const key of [number, weekday]) named.set(key, { day: date.day, index: line.index });
      return date;
    });
    return { ...line, dates };
  });
}

function refersBack(line: DatedLine, date: DateMention): boolean {
  return BARE_ORDINAL.test(line.text.slice(date.start, date.end)) || isWeekday(line, date);
}

function isWeekday({ text }: DatedLine, { end }: DateMention): boolean {
  return THE_WEEKDAY.test(text.slice(0, end));
}

/** "It is on the twentieth of October." "Then I come on the nineteenth.": a day beside one that was named, not the one of this month. */
function besides(number: string, named: readonly string[]): string | undefined {
  return named
    .flatMap((day) => [-1, 1].map((step) => addDays(day, step)))
    .find((day) => day.slice(8) === number);
}
