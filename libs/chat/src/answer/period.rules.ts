import { addDays, epochMsOf, findDates, localTimeOf, weekdayOf } from '#libs/ai';

/** A stretch of days that a question names. */
export interface Period {
  /** Epoch milliseconds; `toMs` is the last millisecond. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Where the question names it: offsets of the words. */
  readonly from: number;
  readonly to: number;
}

const RELATIVE =
  /\b(?:(last|this|past|previous)\s+(week|month|year|weekend)|(?:the\s+)?last\s+(?:few|couple of)\s+(days|weeks|months))\b/i;

/** The days that a question is limited to, e.g. "last week", "yesterday", "on March 12"; null when it names none that are past or today. */
export function periodOf(question: string, askedAtMs: number, timeZone: string): Period | null {
  const today = localTimeOf(askedAtMs, timeZone).day;
  const relative = RELATIVE.exec(question);
  if (relative) {
    const [first, last] = daysOf(relative, today);
    return period(first, last, timeZone, { from: relative.index, to: relative.index + relative[0].length });
  }
  const mention = findDates(question, { startedAtMs: askedAtMs, timeZone }).find(({ day }) => day !== null);
  if (!mention?.day || mention.day > today) return null;
  const first = mention.precision === 'month' ? `${mention.day.slice(0, 7)}-01` : mention.day;
  return period(first, mention.day, timeZone, { from: mention.start, to: mention.end });
}

function daysOf(match: RegExpExecArray, today: string): [string, string] {
  const [, which, unit, some] = match.map((part) => part?.toLowerCase());
  if (some) return [addDays(today, { days: -7, weeks: -28, months: -120 }[some] ?? -28), today];
  const monday = addDays(today, -weekdayOf(today));
  const isThis = which === 'this';
  if (unit === 'week')
    return isThis ? [monday, addDays(monday, 6)] : [addDays(monday, -7), addDays(monday, -1)];
  if (unit === 'weekend')
    return isThis ? [addDays(monday, 5), addDays(monday, 6)] : [addDays(monday, -2), addDays(monday, -1)];
  const year = Number(today.slice(0, 4));
  if (unit === 'year') return isThis ? [`${year}-01-01`, today] : [`${year - 1}-01-01`, `${year - 1}-12-31`];
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  if (isThis) return [firstOfMonth, today];
  const lastOfPrevious = addDays(firstOfMonth, -1);
  return [`${lastOfPrevious.slice(0, 7)}-01`, lastOfPrevious];
}

function period(first: string, last: string, timeZone: string, span: { from: number; to: number }): Period {
  const fromMs = epochMsOf({ day: first, hour: 0, minute: 0 }, timeZone);
  const toMs = epochMsOf({ day: addDays(last, 1), hour: 0, minute: 0 }, timeZone) - 1;
  return { fromMs, toMs, ...span };
}
