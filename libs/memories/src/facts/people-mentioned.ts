import { findPersonNames } from '#libs/ai';
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

const THIRD_PERSON = /\b(?:he|she|him|his|her)\b/i;

/** "Does he still hate carrots?" "He does": both speak of whoever was named before. */
export function speakOfOne(text: string, before: string): boolean {
  return THIRD_PERSON.test(text) && THIRD_PERSON.test(before);
}

const ACQUAINTANCE =
  /'s (?:\w+ )?(?:boss|manager|supervisor|colleague|coworker|co-worker|assistant|doctor|dentist|therapist|physiotherapist|landlord|landlady|coach|trainer|teacher|neighbou?r|babysitter|nanny)\b/i;

/** What the owner hears about people at work or next door is theirs to tell; that they are there is enough. */
export function isOfAcquaintance({ kind, label }: Subject): boolean {
  return kind === 'related' && ACQUAINTANCE.test(label);
}

/** Whether a sentence names somebody other than the person spoken of. */
export function speaksOfSomebodyElse(text: string, person: Subject | null): boolean {
  return person !== null && findPersonNames(text).some((name) => name !== person.key);
}
