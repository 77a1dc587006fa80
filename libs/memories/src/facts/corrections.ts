import { expandContractions } from '#libs/ai';
import type { ExtractedFact, KnownFact } from './fact.js';
import { MONTH, WEEKDAY, contentStems } from './words.js';

const LEFT_THERE =
  /\b(?:i|we) (?:do not|no longer) live there(?: any ?more| now)?\b|\b(?:i|we) (?:moved away|moved out) (?:of|from) there\b/i;
const LEFT_PLACE = /\b(?:i|we) (?:do not|no longer) live (in|at|on) ([A-Z][\w]*(?: [A-Z]\w*)*)/;
const VALUE = `(?:${WEEKDAY})s?|(?:${MONTH})`;
const MOVED_DAY = new RegExp(
  `\\b(?:it|that|this|he|she|they|we|i|class|practice|training|choir|lesson|shift|day)\\b.{0,25}?\\b(?:on |to |every )?(${VALUE})(?: now| from now on| these days| instead)\\b|\\b(?:now|moved|changed|switched) (?:it is |it |to |on |me )?(?:on |to )?(${VALUE})`,
  'i',
);

type Correction = Pick<ExtractedFact, 'content' | 'topic' | 'subject' | 'predicate'>;

/**
 * A correction whose words mean nothing alone ("we don't live there any more", "it's Tuesdays now"): together with what is already known it
 * makes a statement of its own.
 */
export function correctionOf(
  sentence: string,
  before: string,
  existing: readonly KnownFact[],
  ownerLabel: string,
): Correction | null {
  const text = expandContractions(sentence);
  return leftPlace(text, existing, ownerLabel) ?? movedDay(text, before, existing);
}

function leftPlace(text: string, existing: readonly KnownFact[], ownerLabel: string): Correction | null {
  const named = LEFT_PLACE.exec(text);
  const place = named ? `${named[1]} ${named[2]}` : LEFT_THERE.test(text) ? knownPlace(existing) : undefined;
  if (!place) return null;
  return {
    content: `${ownerLabel} no longer lives ${place}`,
    topic: 'personal',
    subject: 'user',
    predicate: 'residence',
  };
}

function knownPlace(existing: readonly KnownFact[]): string | undefined {
  const home = existing.find((fact) => fact.subject === 'user' && fact.predicate === 'residence');
  return home && /\b(?:in|on|at) [A-Z][\w]*(?: [A-Z]\w*)*/.exec(home.content)?.[0];
}

function movedDay(text: string, before: string, existing: readonly KnownFact[]): Correction | null {
  const match = MOVED_DAY.exec(text);
  const day = match?.[1] ?? match?.[2];
  if (!day || ONCE.test(text)) return null;
  const said = new Set(contentStems(`${before} ${text.replace(day, ' ')}`));
  const known = existing
    .filter(({ content }) => daysOf(content).some((other) => isAlike(other, day)))
    .map((fact) => ({ fact, shared: matterOf(fact).filter((stem) => said.has(stem)).length }))
    .sort((a, b) => b.shared - a.shared)[0];
  if (!known || known.shared === 0) return null;
  const { content: then, subject, predicate } = known.fact;
  const content = then.replace(DAYS, inStyleOf(day, then));
  return content === then ? null : { content, topic: 'personal', subject, predicate };
}

/** An appointment moves once; what is known moves for good. */
const ONCE =
  /\b(?:appointment|meeting|interview|flight|delivery|deadline)\b|\b(?:on|the) \w+(?:st|nd|rd|th)\b/i;
/** "Tuesdays and Thursdays". */
const DAYS = new RegExp(`\\b(?:${VALUE})\\b(?:(?:,| and|, and) (?:${VALUE})\\b)*`, 'i');

function daysOf(content: string): string[] {
  return content.match(new RegExp(`\\b(?:${VALUE})\\b`, 'gi')) ?? [];
}

/** A weekday takes the place of weekdays, a month that of months. */
function isAlike(one: string, other: string): boolean {
  return /day/i.test(one) === /day/i.test(other);
}

/** What a fact is about, and its days: not whom, and not what is done. */
function matterOf({ content }: KnownFact): string[] {
  const [, ...stems] = contentStems(content);
  return stems.filter((stem) => !DEED.has(stem));
}
const DEED = new Set(
  contentStems('go have play do take start leave work is on at get look class night day morning evening'),
);

function inStyleOf(day: string, content: string): string {
  const plural = /\b\w+days\b/i.test(content);
  const single = day.replace(/days$/i, 'day');
  const name = single.charAt(0).toUpperCase() + single.slice(1).toLowerCase();
  return plural && /day$/.test(name) ? `${name}s` : name;
}
