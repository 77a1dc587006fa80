import { isActor, isActorByTrade, type NounPhrase } from './noun-phrases.js';

/** What a pronoun asks of the thing it stands for. */
export interface Wanted {
  readonly pronoun: string;
  readonly verb: string;
  readonly person: boolean;
  readonly plural: boolean;
}

/** Verbs that one does to people. */
export const TO_PEOPLE =
  /^(?:ask|tell|call|phone|ring|meet|collect|fetch|visit|invite|inform|remind|thank|let)$/;

const NO_ANTECEDENT =
  /^(?:deadline|(?:one )?(?:more|last|other) thing|mine|his|hers|theirs|ours|yours|her|their|my|your|our|its)$/i;
/** Where several people work: "tell them" may mean it, "send it" never does. */
const INSTITUTION =
  /\b(?:surgery|clinic|hospital|practice|bank|school|nursery|university|council|city|office|agency|company|firm|insurance|pharmacy|shop|store|garage|hotel|restaurant|cafe|library|board|committee|club|church|court|police|post office|embassy|laboratory|lab|bakery|family)$/i;
/** Several people. */
const GROUP =
  /\b(?:crew|team|staff|parents|guests|neighbou?rs|kids|children|suppliers|customers|colleagues|members)$/i;
const FEMALE =
  /\b(?:wife|mother|mom|mum|daughter|sister|aunt|grandmother|grandma|girlfriend|landlady|lady|woman|girl)$/i;
const MALE =
  /\b(?:husband|father|dad|son|brother|uncle|grandfather|grandpa|boyfriend|gentleman|man|guy|boy)$/i;

/** What the pronoun may stand for: one asks, tells and calls people. */
export function wantedBy(pronoun: string, verb: string): Wanted {
  const person = /^(?:him|her)$/.test(pronoun) || (pronoun === 'them' && TO_PEOPLE.test(verb));
  return { pronoun, verb, person, plural: isPlural(pronoun) };
}

function isPlural(pronoun: string): boolean {
  return /^(?:them|they|those|these|some|both|a (?:pair|few|couple))$/.test(pronoun);
}

/** Whether the phrase is of the kind and number that is wanted. */
export function fits(phrase: NounPhrase, wanted: Wanted): boolean {
  if (NO_ANTECEDENT.test(phrase.text)) return false;
  if (wanted.person) return (phrase.person || isCrowd(phrase, wanted)) && isOfKind(phrase.text, wanted);
  return fitsNumber(phrase, wanted) && isThing(phrase, wanted);
}

function fitsNumber(phrase: NounPhrase, wanted: Wanted): boolean {
  return phrase.plural === wanted.plural || /one$/.test(wanted.pronoun) || isSumPaid(phrase, wanted);
}

/** "another one" may be somebody. */
function isThing({ text, person }: NounPhrase, { pronoun, verb }: Wanted): boolean {
  if ((person || isActorByTrade(text)) && !/ one$/.test(pronoun)) return false;
  return !(HANDED_OVER.test(verb) && INSTITUTION.test(text));
}

/** "It leaves two hundred dollars. Could you pay that?": a sum is one thing. */
function isSumPaid({ text }: NounPhrase, { verb, pronoun }: Wanted): boolean {
  return PAYS.test(verb) && /^(?:it|that|this)$/.test(pronoun) && MONEY.test(text);
}

const PAYS = /^(?:pay|transfer|settle|wire|send)$/;
export const MONEY = /\b(?:euros?|dollars?|pounds?|bucks|quid|francs?|crowns?)\b/i;

/** What one sends is no institution. */
const HANDED_OVER = /^(?:send|return|bring|give|take|email|post)$/;

/** "the roofers", "the repair people" */
const WORKERS = /\b(?:people|folks?|men|women|scouts|police|[a-z]{3,}(?:ers|ors|ists|ians))$/i;

/** "tell them": whoever works there. */
function isCrowd({ text }: NounPhrase, { plural }: Wanted): boolean {
  return plural && (INSTITUTION.test(text) || WORKERS.test(text));
}

/** "him" is one, and no woman. */
function isOfKind(text: string, { pronoun, plural }: Wanted): boolean {
  return plural || !(GROUP.test(text) || (pronoun === 'him' ? FEMALE : MALE).test(text));
}

/** Somebody who does something for a living. */
const AGENT = /[a-z]{3}(?:ist|ician|ian|man|woman)$/i;

export function mayBeMeant(phrase: NounPhrase, wanted: Wanted): boolean {
  if (wanted.person && !phrase.person)
    return !phrase.plural && (AGENT.test(phrase.text) || isActor(phrase.text));
  return fits(phrase, { ...wanted, plural: phrase.plural });
}
