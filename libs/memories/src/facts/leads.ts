import { NUMBER } from './words.js';

/** Either case of the first letter; names must stay told from other words by theirs. */
const anyCase = (words: string) =>
  words
    .split(' ')
    .map((word) => `[${word[0]!.toUpperCase()}${word[0]}]${word.slice(1)}`)
    .join('|')
    .replaceAll('_', ' ');
/** A number at the beginning of a sentence or within. */
const COUNT = NUMBER.replace(
  /(^|\|)([a-z])/g,
  (_, bar: string, first: string) => `${bar}[${first.toUpperCase()}${first}]`,
);
/** "Two weeks ago", "last spring", "a good month ago". */
export const WHEN = `(?:${anyCase('about over nearly almost just')} )?(?:[Aa]n? (?:good |whole )?|(?:${COUNT})) ?(?:days?|weeks?|weekends?|months?|years?|fortnight) (?:ago|back)|[Ll]ast \\w+|[Yy]esterday|[Ee]arlier this \\w+|[Tt]his (?:spring|summer|autumn|fall|winter|year|month|week)`;
/** What may stand before the subject of a clause, as one optional group. */
export const LEAD = `((?:(?:${anyCase('since ever_since in on every at for after before these nowadays usually normally sometimes most as over during once twice always each back with from_now_on from lately recently until')})\\b[^,]{0,40}?|${WHEN}),? )?`;
