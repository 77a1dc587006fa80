import type { DateMention } from '#libs/ai';

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

/** "Friday the eighth of May", and some sentences later "nine on the eighth": the same day, not the next eighth there is. */
export function withDayReferences<L extends DatedLine>(lines: readonly L[]): L[] {
  const named = new Map<string, { readonly day: string; readonly index: number }>();
  return lines.map((line) => {
    const dates = line.dates.map((date) => {
      if (date.day === null || date.precision !== 'day') return date;
      const number = date.day.slice(8);
      const known = named.get(number);
      const bare = BARE_ORDINAL.test(line.text.slice(date.start, date.end));
      if (bare && known && line.index - known.index <= REACH_LINES) return { ...date, day: known.day };
      named.set(number, { day: date.day, index: line.index });
      return date;
    });
    return { ...line, dates };
  });
}
