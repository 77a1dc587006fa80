import type { Line } from './talk-lines.js';

/** "I have physio on Tuesday at eight and the offsite on Thursday at nine": each part names a day of its own for something of its own. */
export function partsOf(line: Line): readonly Line[] {
  const { text, dates } = line;
  const days = dates.filter(({ day, precision }) => day !== null && precision === 'day');
  const [first, second] = days;
  if (!first || !second || line.question || first.day === second.day) return [line];
  const between = text.slice(first.end, second.start);
  const joint = /(?:,? and |; )(?=(?:\p{L}+[ '-]){1,6}(?:is |are )?(?:on |at )?$)/iu.exec(between);
  if (!joint || /\b(?:or|not|from|instead|moved)\b/i.test(text)) return [line];
  const cut = first.end + joint.index;
  const next = cut + joint[0].length;
  const opening = /^.*?\b(?:I|we) (?:have got|have)\b/i.exec(text.slice(0, first.start))?.[0] ?? '';
  return [
    { ...line, text: text.slice(0, cut), dates: dates.filter(({ end }) => end <= cut) },
    ...partsOf(shifted(line, next, opening === '' ? '' : `${opening} `)),
  ];
}

/** What follows `from`, after the words that it shares with the part before. */
function shifted(line: Line, from: number, shared: string): Line {
  const by = shared.length - from;
  return {
    ...line,
    text: shared + line.text.slice(from),
    dates: line.dates
      .filter(({ start }) => start >= from)
      .map((date) => ({ ...date, start: date.start + by, end: date.end + by })),
  };
}
