import { type DateMention } from '#libs/ai';
import type { Line } from './talk-lines.js';

/** Part of a sentence; offsets into the line's text. */
export interface Clause {
  readonly line: Line;
  readonly start: number;
  readonly end: number;
  /** Words between that are to be left out, too. */
  readonly cut?: readonly [start: number, end: number];
}

/** "Friday's lunch" is a thing. */
export function ownsThing({ text }: Line, { start, end }: Pick<DateMention, 'start' | 'end'>): boolean {
  return text.slice(start, end).endsWith("'s") || text.startsWith("'s", end);
}

/** The clause with every spoken date and time cut out. */
export function withoutDates({ line, start, end, cut }: Clause): string {
  let text = '';
  let at = start;
  const left = cut ? [...line.dates, { start: cut[0], end: cut[1], relation: '' }] : line.dates;
  for (const date of left.toSorted((a, b) => a.start - b.start)) {
    if (date.start < at || date.end > end || ownsThing(line, date)) continue;
    // "cancel that this afternoon": "that" is the thing, no part of the time.
    const from = date.relation === 'that' ? date.start + 'that'.length : date.start;
    text += `${line.text.slice(at, from)} `;
    at = date.end;
  }
  return text + line.text.slice(at, end);
}

/** The sentence without its dates and times. */
export function timeless(line: Line): string {
  return withoutDates({ line, start: 0, end: line.text.length });
}
