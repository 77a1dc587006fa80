import { EVERY } from './kinds/fact-kind.js';
import { MONTH, NUMBER } from './words.js';

/** How a statement begins whose subject was left out, and how it begins with one. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?=(?:gave up|quit|moved|sold|used to|cannot stand|have not|switched|retired|grew up|started|lost my)\b)/i,
    '',
  ],
  [/^(?=never (?:eat|drink|touch|work|smoke|drive|learned|touched)\b)/i, ''],
  [/^still (?=(?:work|live|play|teach|run|swim|drive|have|own)s? )/i, ''],
  [/^been (?=\w+ )/i, 'have been '],
  [
    /^(?=(?:engaged|divorced|widowed|retired|vegan|vegetarian|diabetic|pregnant)\b(?!,? (?:not|no)\b))/i,
    'am ',
  ],
  [/^(?=(?:allergic to|afraid of|scared of|terrified of)\b)/i, 'am '],
  [/^born (?=(?:and raised )?in )/i, 'was born '],
];
const DOING = /^(?:(?:still|just|now|always) )?([a-z]+ing) (?!about\b|so\b)\w+/i;
const AFTER_SOMEBODY =
  /^(?:(?:and|so|oh),? )?how (?:is|are) ([A-Z]\w+|your \w+)(?: \w+)?(?: doing| getting on| these days)?\?$/i;
const NOT_AN_ACTIVITY =
  /\b(?:I|we|you|he|she|it|they|is|are|was|do|did|not|no|see|same|only|half|quarter|twice|once|this|that|the other|next|last|every|maybe|thanks|please|much|lot|bit|time|rent|due|bill|paid|meeting|call|busy|open|closed|shut|back|again|pay|bins|rubbish|trash|works?|best|better)\b|\d|^(?:my|our|the|his|her|their) [\w-]+ \w+s$/i;
/** "Choir, every Wednesday", "Choir on Mondays it is". */
const REGULAR = new RegExp(
  `^((?:my )?[\\w'-]+(?: [\\w'-]+){0,2}?),? ((?:${EVERY}))(?: it is| now| from now on| these days)*(?:,? then)?$`,
  'i',
);

/** "Seventeen years at the harbour office". */
const LONG = new RegExp(
  `^((?:${NUMBER})(?:-\\w+)? years) (?:now )?((?:at|in|with|on|as an?) (?!(?:${MONTH}|spring|summer|autumn|fall|winter)\\b).+)$`,
  'i',
);

/**
 * A clause that left out its subject, with "I" before it; other clauses come back as they are.
 *
 * @param asked the question that the clause answers, or null
 */
export function withSubject(clause: string, asked: string | null): string {
  const other = asked === null ? undefined : AFTER_SOMEBODY.exec(asked)?.[1];
  if (other !== undefined) {
    const who = other.replace(/^your\b/i, 'my');
    return DOING.test(clause) ? `${who} is ${lowerFirst(clause)}` : clause;
  }
  for (const [beginning, verb] of BEGINNINGS)
    if (beginning.test(clause)) return `I ${verb}${lowerFirst(clause.replace(beginning, ''))}`;
  const long = LONG.exec(clause);
  if (long) return `I have been ${long[2]} for ${lowerFirst(long[1]!)}`;
  const regular = REGULAR.exec(clause);
  if (!regular || NOT_AN_ACTIVITY.test(regular[1]!)) return clause;
  return `I have ${lowerFirst(regular[1]!)} ${regular[2]!}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
