import { monthAt, nearestDay, type DayPhrase } from './days.js';
import { readWords, wordAt, type Token } from './tokens.js';
import { addDays, endOfMonth, weekdayOf } from './wall-clock.js';

/** "end of the month", "next week", "this weekend", "last month". */
export function readPeriod(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const end = readWords(tokens, at, 'the end of') ?? readWords(tokens, at, 'end of');
  if (end !== null) return readEnd(tokens, end, today);
  const lead = wordAt(tokens, at);
  const unit = wordAt(tokens, at + 1);
  if (unit === 'weekend' && lead !== 'last')
    return wordAt(tokens, at + 2) === 'of' ? null : weekend(lead, today, at + 2);
  return weekOrMonth(tokens, at, today);
}

function weekOrMonth(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const [lead, unit, next] = [wordAt(tokens, at), wordAt(tokens, at + 1), at + 2];
  if (lead === 'last' && /^(?:week|month|year|weekend)$/.test(unit))
    return { day: addDays(today, -7), precision: 'month', next };
  if (lead === 'week' && unit === 'after' && wordAt(tokens, next) === 'next')
    return { day: addDays(sundayOf(today), 14), precision: 'week', next: next + 1 };
  return /^(?:this|next)$/.test(lead) ? comingPeriod(lead, unit, { today, next }) : null;
}

function comingPeriod(
  lead: string,
  unit: string,
  { today, next }: { readonly today: string; readonly next: number },
): DayPhrase | null {
  const later = lead === 'next' ? 1 : 0;
  if (unit === 'week') return { day: addDays(sundayOf(today), later * 7), precision: 'week', next };
  return unit === 'month' ? { day: endOfMonth(today, later), precision: 'month', next } : null;
}

function sundayOf(day: string): string {
  return addDays(day, 6 - weekdayOf(day));
}

function weekend(lead: string, today: string, next: number): DayPhrase | null {
  if (!/^(?:this|the|next|coming)$/.test(lead)) return null;
  const saturday = addDays(sundayOf(today), -1);
  const soon = saturday < today ? today : saturday;
  return {
    day: lead === 'next' && soon !== sundayOf(today) ? addDays(soon, 7) : soon,
    precision: 'week',
    next,
  };
}

/** After "end of": "the month", "next week", "May", "the day". A deadline, so it counts as one day. */
function readEnd(tokens: readonly Token[], at: number, today: string): DayPhrase | null {
  const start = /^(?:the|this)$/.test(wordAt(tokens, at)) ? at + 1 : at;
  const later = wordAt(tokens, start) === 'next' ? 1 : 0;
  const day = endOfUnit(wordAt(tokens, start + later), today, later);
  if (day !== null) return { day, precision: 'day', next: start + later + 1 };
  const month = monthAt(tokens, start);
  return month
    ? { day: endOfMonth(nearestDay(today, 28, { month })!), precision: 'day', next: start + 1 }
    : null;
}

function endOfUnit(unit: string, today: string, later: number): string | null {
  if (unit === 'day') return today;
  if (unit === 'week') return endOfWorkWeek(today, later);
  if (unit === 'month') return endOfMonth(today, later);
  return unit === 'year' ? `${Number(today.slice(0, 4)) + later}-12-31` : null;
}

function endOfWorkWeek(today: string, weeks: number): string {
  const friday = addDays(today, 4 - weekdayOf(today) + weeks * 7);
  return friday < today ? sundayOf(today) : friday;
}
