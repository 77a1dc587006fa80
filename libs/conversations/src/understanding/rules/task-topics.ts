import { isFragment } from './task-echo.js';
import { TO_PEOPLE } from './pronoun-fit.js';
import { type Proposal } from './proposals.js';
import { contentStems } from './talk.js';
import type { Line } from './talk-lines.js';
import { timeless } from './timeless-words.js';

/** Sentences back to the heading of a matter. */
const HEADING_LINES = 3;
/** Sentences back to the whole name of a thing. */
const CALLED_LINES = 6;
const MAX_TOPIC_STEMS = 5;
/** "The roofers still wait" is a sentence, whatever the grammar takes "wait" for. */
const MID_SENTENCE = /\b(?:still|already|always|never|only|just|now|again|too|also|not)\b/i;
/** "Next, the microscope.", "Number two: my boots." */
const LEADS =
  /^(?:(?:and|so|okay|right|now|then|but|next(?: up)?|first|second|third|finally|also|lastly|oh|well|yes|what about|how about|about|as for|number \w+|there is|the other)[,.:]? )*/i;
/** "I would like a wreath on the grave." */
const WANTED = /^I (?:(?:also|still) )?(?:would like|want|need) (?=an? )/i;
const NAMES_THING =
  /^(?:the|my|your|our|his|her|their|an?|this|that|those|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\w+teen|\w+ty|\p{Lu}[\p{L}']+'s) /iu;

/** What the deed is about when its own words do not say: the heading of its turn, or what the sentence begins with, or null. */
export function topicOf(proposal: Proposal, before: readonly Line[]): string | null {
  const { line, start } = proposal;
  const led = /^(.*?),(?: (?:so|and|then))? (?:I\b.*)?$/.exec(line.text.slice(0, start))?.[1];
  const own = led === undefined ? null : topicIn({ ...line, text: led });
  if (own !== null) return own;
  const near = before.slice(-HEADING_LINES - 1);
  const headings = near.filter(
    ({ turn, role }, at) => turn === line.turn && role === line.role && !answersQuestion(near[at - 1], line),
  );
  return headings.map(topicIn).findLast((topic) => topic !== null) ?? null;
}

/** "The lower pitch?" "The lower pitch, yes.": no heading. */
function answersQuestion(before: Line | undefined, { turn }: Line): boolean {
  return before !== undefined && before.turn !== turn && before.question;
}

function topicIn(line: Line): string | null {
  if (line.secret) return null;
  const words = timeless(line)
    .trim()
    .replace(LEADS, '')
    .replace(WANTED, '')
    .replace(/[\s,.!?]+$/, '');
  const stems = contentStems(words);
  if (
    !NAMES_THING.test(words) ||
    stems.size === 0 ||
    stems.size > MAX_TOPIC_STEMS ||
    MID_SENTENCE.test(words) ||
    /day's\b/i.test(words) ||
    !isFragment({ ...line, text: words })
  )
    return null;
  return words.replace(DETERMINER, '') || null;
}

const DETERMINER = /^(?:the|my|your|our|his|her|their|an?|this|that|those) /i;

/** Adds to an entry what it is about, unless its words say so. */
export function withHeading(description: string, topic: string | null): string {
  if (topic === null) return description;
  // "The membership. Cancel by the fifteenth.": the heading is what is cancelled.
  const bare = /^(\S+)(?: (?:it|them|that|those))?$/.exec(description)?.[1];
  if (bare !== undefined) return TO_PEOPLE.test(bare.toLowerCase()) ? description : `${bare} the ${topic}`;
  const whole = inWhole(description, topic);
  if (whole !== null) return whole;
  const said = contentStems(description);
  return [...contentStems(topic)].some((stem) => said.has(stem)) ? description : `${description} (${topic})`;
}

/** "the photos", spoken of as "the photos of the model" before: so they are called. */
export function inFull(phrase: string, before: readonly Line[]): string {
  const noun = /(?<= the )(?:my |our )?([a-z]+)$/.exec(phrase)?.[1];
  if (noun === undefined) return phrase;
  const fuller = new RegExp(
    `\\b(?:the|your|my|our) ${noun} ((?:of|for|about) (?:the|my|our|your|his|her|their|an?) [\\w-]+)(?=[.,?!]|$)`,
    'i',
  );
  const said = before
    .slice(-CALLED_LINES)
    .map(({ text }) => fuller.exec(text)?.[1])
    .findLast((words) => words !== undefined);
  return said === undefined ? phrase : `${phrase} ${said.replace(/\byour\b/, 'my')}`;
}

/** "Pay the business" under "The business rates": the grammar took the end of a name for a verb. */
function inWhole(description: string, topic: string): string | null {
  const words = topic.split(' ');
  const start = words.slice(0, -1).join(' ');
  return start !== '' && description.endsWith(` the ${start}`) ? `${description} ${words.at(-1)}` : null;
}
