import { findPersonNames } from '#libs/ai';
import type { Subject } from './subject.js';
import { PET, RELATION } from './words.js';

const FEMALE =
  /\b(?:wife|girlfriend|fianc[eé]e|ex-wife|daughter|mother|mom|mum|mama|sister|grandmother|grandma|granny|gran|nan|nana|mummy|mommy|granddaughter|aunt|niece|mother-in-law|sister-in-law|daughter-in-law|stepdaughter|stepmother|stepsister|half-sister|goddaughter|godmother|landlady)\b/;
const MALE =
  /\b(?:husband|boyfriend|ex-husband|son|father|dad|papa|brother|grandfather|grandpa|grandad|granddad|daddy|grandson|uncle|nephew|father-in-law|brother-in-law|son-in-law|stepson|stepfather|stepbrother|half-brother|godson|godfather|landlord)\b/;
const MENTIONED = (whose: string) =>
  new RegExp(
    `\\b(?:${whose}) (?:(?:older|younger|little|big|eldest|oldest|youngest|twin|old|best) )*(?:${RELATION}|${PET})\\b(?:,? (?:called )?[A-Z][a-z]+\\b)?`,
    'g',
  );
const OF_SPEAKER = MENTIONED('[Mm]y|[Oo]ur');
const PET_OF_SPEAKER = new RegExp(`\\bthe (?:${PET})\\b(?! [a-z]+ (?:on|in|of|from|under)\\b)`, 'gi');
/** "We found a carer." */
const TAKEN_ON =
  /\b(?:I|[Ww]e)(?: have|'ve)? (?:finally |just )?(?:found|hired|got|taken on|took on|have|employ|employed) an? (?:\w+ )?(carer|nanny|lodger|tenant|babysitter|flatmate|roommate|housemate|apprentice|assistant|coach|trainer|therapist|cleaner|gardener|tutor|childminder)\b/;
const OF_LISTENER = MENTIONED('[Yy]our');

/**
 * The one person that a sentence speaks of, as it was said ("my sister Claire", "Claire"); null when there is none or more than one.
 * Another voice than the owner's speaks of the owner's people as "your". A name that calls somebody counts only with `isCallToo`.
 */
export function mentionedPerson(sentence: string, isOwner: boolean, isCallToo = false): string | null {
  const relatives = relativesIn(sentence, isOwner);
  if (relatives.length > 0) return relatives.length === 1 ? relatives[0]!.replace(/^the\b/i, 'my') : null;
  if (isCallToo && GREETING.test(sentence)) return null;
  const names = findPersonNames(sentence).filter((name) => isCallToo || !isCalled(sentence, name));
  return names.length === 1 ? names[0]! : null;
}

function relativesIn(sentence: string, isOwner: boolean): readonly string[] {
  const found = sentence.match(isOwner ? OF_SPEAKER : OF_LISTENER);
  const taken = isOwner ? TAKEN_ON.exec(sentence)?.[1] : undefined;
  if (taken) return [`my ${taken}`];
  return found ?? (isOwner ? sentence.match(PET_OF_SPEAKER) : null) ?? [];
}

const GREETING =
  /^(?:thanks|thank you|hi|hello|hey|bye|goodbye|sorry|please|cheers|good \w+|morning|evening)\b/i;
/** "Thanks, Curtis." speaks to him, not of him. */
function isCalled(sentence: string, name: string): boolean {
  const at = sentence.indexOf(name);
  const [before, after] = [sentence.slice(0, at).trim(), sentence.slice(at + name.length).trim()];
  return /^[,.!?]|^$/.test(after) && (before === '' || before.endsWith(','));
}

/** Whether "he" or "she" can be this person, as far as their relation tells. */
export function mayBe(pronoun: string, person: Subject): boolean {
  const isFemale = FEMALE.test(person.label);
  const isMale = MALE.test(person.label);
  if (isFemale === isMale) return true;
  return /^she$/i.test(pronoun) === isFemale;
}

const THIRD_PERSON = /\b(?:he|she|him|his|her)\b/i;

/** Whether a sentence speaks of one person, whoever it is. */
export function isOfOne(text: string): boolean {
  return THIRD_PERSON.test(text);
}

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

/** "Owain, he is a blacksmith": somebody else, whatever dictionaries hold. */
const NEXT_PERSON =
  /(?:^|[,.!?] )(?!(?:No|Yes|Yeah|Well|Oh|Ah|So|And|But|Now|Then|Sure|True|Really|Great|Actually|Honestly|Right|Okay|Anyway|Luckily|Sadly|Yesterday|Today|Lately|Apparently|Besides|Nope|Look|Listen|Still|[A-Z][a-z]+ly)\b)[A-Z][a-z]+, (?:he|she|who|they)\b/;

/** Whether a sentence names somebody other than the person spoken of; another voice than the owner's has relatives of its own. */
export function speaksOfSomebodyElse(text: string, person: Subject | null, isOwner: boolean): boolean {
  if (person === null) return false;
  if (!isOwner && text.search(OF_SPEAKER) !== -1) return true;
  return NEXT_PERSON.test(text) || findPersonNames(text).some((name) => name !== person.key);
}
