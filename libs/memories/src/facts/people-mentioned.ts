import type { Subject } from './subject.js';
import { PET, RELATION } from './words.js';

const FEMALE =
  /\b(?:wife|girlfriend|fianc[eé]e|ex-wife|daughter|mother|mom|mum|mama|sister|grandmother|grandma|granny|granddaughter|aunt|niece|mother-in-law|sister-in-law|daughter-in-law|stepdaughter|stepmother|stepsister|half-sister|goddaughter|godmother|landlady)\b/;
const MALE =
  /\b(?:husband|boyfriend|ex-husband|son|father|dad|papa|brother|grandfather|grandpa|grandson|uncle|nephew|father-in-law|brother-in-law|son-in-law|stepson|stepfather|stepbrother|half-brother|godson|godfather|landlord)\b/;
const MENTIONED = new RegExp(
  `\\b(?:my|our) (?:(?:older|younger|little|big|eldest|oldest|youngest|twin|old|best) )*(?:${RELATION}|${PET})\\b(?:,? (?:called )?[A-Z][a-z]+\\b)?`,
  'g',
);

/** The one relative that a clause speaks of, as it was said ("my sister Claire"); null when there is none or more than one. */
export function onlyRelativeIn(clause: string): string | null {
  const found = clause.match(MENTIONED) ?? [];
  return found.length === 1 ? found[0]! : null;
}

/** Whether "he" or "she" can be this person, as far as their relation tells. */
export function mayBe(pronoun: string, person: Subject): boolean {
  const isFemale = FEMALE.test(person.label);
  const isMale = MALE.test(person.label);
  if (isFemale === isMale) return true;
  return /^she$/i.test(pronoun) === isFemale;
}
