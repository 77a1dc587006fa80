import { localTimeOf, readCount, tokenize } from '#libs/ai';
import { MONTH, NUMBER, WEEKDAY } from './words.js';

const MONTH_NAMES =
  'January February March April May June July August September October November December'.split(' ');
const UNIT = '(day|night|week|weekend|month|year|decade)s?';
const AMOUNT = `(?:about |around |almost |nearly |over |more than |roughly )?((?:${NUMBER})(?:-\\w+)?|a|an)(?: and a half)?`;

const FOR = new RegExp(`\\b(?:for|since) ${AMOUNT} (?:\\w+ )?${UNIT}(?: (?:now|already))?\\b`, 'i');
/** "I rented it for two weeks" is over: only a perfect reaches up to now. */
const LASTING = /\b(?:has|have)\b/i;
const AGO = new RegExp(`\\b(since )?${AMOUNT} ${UNIT} ago\\b`, 'i');
const LAST =
  /\b(?:(since|in|over|during) )?(?:the )?(?:last|this past) (week|weekend|month|year|summer|winter|spring|autumn|fall|night|christmas)\b/i;
const AHEAD = new RegExp(`\\bin ${AMOUNT} (week|month)s?\\b(?! (?:time|at))`, 'i');
const YESTERDAY = /\b(since )?(?:yesterday|last night)\b/i;
const LAST_WEEKDAY = new RegExp(`\\b(since )?last (?:${WEEKDAY})\\b`, 'i');
const THIS_YEAR =
  /\b(?:earlier )?this (year|month|week|weekend|morning|afternoon|evening|summer|spring|winter|fall|autumn)\b/i;
/** What only says that something holds when it is said. */
const PRESENT =
  /,?\s*\b(?:now|nowadays|these days|already|lately|recently|at last|finally|right here|here|too|as well|though|actually|you know|by the way|thank god|of course|at the moment|currently|anyway|again)\b(?=\s*[,.!]|\s*$)/gi;

/** One weekday, not "on Sundays". What lasts and happened then, happened lately. */
const ON_WEEKDAY = new RegExp(
  ` on (?:${WEEKDAY})\\b(?!s|(?:(?:,| and|, and) \\w+day)* (?:morning|afternoon|evening|night)s)`,
  'i',
);
const BARE_MONTH = new RegExp(`\\b(?:in|since) (${MONTH})$`, 'i');
/** "is turning eight", "is five years old": an age is true for a year only. */
const AGE = new RegExp(
  `\\b(is turning|has turned|just turned|turned|turns|is) ((?:${NUMBER})(?:-\\w+)?)( years old)?$`,
  'i',
);

const DAYS: Readonly<Record<string, number>> = {
  day: 1,
  night: 1,
  week: 7,
  weekend: 7,
  month: 30.44,
  year: 365.25,
  decade: 3652.5,
};
const DAY_MS = 86_400_000;

export interface Moment {
  readonly startedAtMs: number;
  readonly timeZone: string;
}

/** Says relative dates so that they stay true: "for five years" becomes "since 2021", "last month" a month with its year. */
export function makeTimeless(statement: string, moment: Moment): string {
  return statement
    .replace(FOR, (whole, amount: string, unit: string) =>
      LASTING.test(statement) ? lasting(moment, amount, unit.toLowerCase()) : whole,
    )
    .replace(
      AHEAD,
      (_, amount: string, unit: string) => `in ${before(moment, -countOf(amount), unit.toLowerCase())}`,
    )
    .replace(AGO, (_, since: string | undefined, amount: string, unit: string) => {
      return `${since ? 'since' : 'in'} ${before(moment, countOf(amount), unit.toLowerCase())}`;
    })
    .replace(
      LAST_WEEKDAY,
      (_, since: string | undefined) => `${since ? 'since' : 'in'} ${before(moment, 4, 'day')}`,
    )
    .replace(LAST, (_, lead: string | undefined, unit: string) =>
      lastPeriod(moment, lead ?? 'in', unit.toLowerCase()),
    )
    .replace(
      YESTERDAY,
      (_, since: string | undefined) => `${since ? 'since' : 'in'} ${before(moment, 1, 'day')}`,
    )
    .replace(THIS_YEAR, (_, unit: string) => thisPeriod(moment, unit.toLowerCase()))
    .replace(ON_WEEKDAY, ` in ${before(moment, 2, 'day')}`)
    .replace(BARE_MONTH, (whole, month: string) => `${whole} ${yearOf(month, statement, moment)}`)
    .replace(AGE, (whole, verb: string, age: string) => ageAt(whole, verb, age, moment))
    .replace(PRESENT, '')
    .replace(/\s{2,}/g, ' ')
    .trim();
}

/** "since 2017 (nine years in 2026)": how long it was when it was told says more than when it began. */
function lasting(moment: Moment, amount: string, unit: string): string {
  const since = `since ${before(moment, countOf(amount), unit)}`;
  if (unit !== 'year' || countOf(amount) < 2) return since;
  const { day } = localTimeOf(moment.startedAtMs, moment.timeZone);
  return `${since} (${amount.toLowerCase()} years in ${day.slice(0, 4)})`;
}

function countOf(amount: string): number {
  const word = amount.toLowerCase();
  if (word === 'a' || word === 'an') return 1;
  const vague: Readonly<Record<string, number>> = {
    'a couple of': 2,
    'a few': 3,
    several: 4,
    'half a dozen': 6,
    'a dozen': 12,
  };
  return vague[word] ?? readCount(tokenize(word), 0)?.value ?? 1;
}

/** The month so long before, or the year when it is more than about a year: nobody remembers it more exactly. */
function before(moment: Moment, amount: number, unit: string): string {
  const days = amount * DAYS[unit]!;
  const { day } = localTimeOf(moment.startedAtMs - days * DAY_MS, moment.timeZone);
  const coarse = unit === 'year' || unit === 'decade' || days > 500;
  return coarse ? day.slice(0, 4) : monthOf(day);
}

function monthOf(day: string): string {
  return `${MONTH_NAMES[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}

/** The year of a month that was named alone: the last one for what is past, the coming one for what begins. */
function yearOf(month: string, statement: string, moment: Moment): string {
  const today = localTimeOf(moment.startedAtMs, moment.timeZone).day;
  const [year, now] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const named = MONTH_NAMES.findIndex((name) => name.toLowerCase() === month.toLowerCase()) + 1;
  if (/\b(?:starts|begins|turns|finishes|expecting|getting|retiring|moving)\b/.test(statement))
    return String(named < now ? year + 1 : year);
  return String(named > now ? year - 1 : year);
}

function ageAt(whole: string, verb: string, age: string, moment: Moment): string {
  const month = monthOf(localTimeOf(moment.startedAtMs, moment.timeZone).day);
  if (/turn/i.test(verb)) return `${/turned/i.test(verb) ? 'turned' : 'turns'} ${age} in ${month}`;
  return `${whole} (${month})`;
}

function lastPeriod(moment: Moment, lead: string, unit: string): string {
  const word = lead.toLowerCase() === 'since' ? 'since' : 'in';
  const today = localTimeOf(moment.startedAtMs, moment.timeZone).day;
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  if (unit === 'year') return `${word} ${year - 1}`;
  if (unit === 'christmas') return `${word} December ${year - 1}`;
  const seasonEnd = { spring: 5, summer: 8, autumn: 11, fall: 11, winter: 2 }[unit];
  if (seasonEnd !== undefined) return `${word} the ${unit} of ${month > seasonEnd ? year : year - 1}`;
  if (unit === 'month')
    return `${word} ${monthOf(month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`)}`;
  return `${word} ${before(moment, unit === 'night' ? 1 : 4, 'day')}`;
}

function thisPeriod(moment: Moment, unit: string): string {
  const today = localTimeOf(moment.startedAtMs, moment.timeZone).day;
  if (unit === 'year') return `in ${today.slice(0, 4)}`;
  return /^(?:month|week|weekend|morning|afternoon|evening)$/.test(unit)
    ? `in ${monthOf(today)}`
    : `in the ${unit} of ${today.slice(0, 4)}`;
}
