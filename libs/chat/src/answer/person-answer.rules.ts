import { expandContractions, findPersonNames, splitSentences } from '#libs/ai';
import type { EvidenceConversation, EvidenceTurn } from './answer-input.js';
import { areKin, rootOf } from './kin-words.js';
import type { Question } from './question.rules.js';
import { speakerNames } from './speaker-names.rules.js';
import { rootsOf } from './turn-match.rules.js';

/** Whom a turn means, and the turn in which the name stands when it is another one. */
export interface NamedPerson {
  readonly name: string;
  readonly turn: number | null;
}

/** Who does something in a turn: the speaker, somebody named, or a "he" who was named before. */
type Doer =
  { readonly kind: 'speaker' } | { readonly kind: 'third' } | { readonly kind: 'named'; name: string };

const AUXILIARY = String.raw`(?:will|would|is|are|was|were|has|have|had|can|could|did|does|should)`;
/** "my wife Hannah will", "the school nurse will" */
const ROLE_SUBJECT = new RegExp(
  String.raw`\b((?:my|our|your|his|her|their|the|a)(?: \p{L}+){1,3}?) ${AUXILIARY}\b`,
  'iu',
);
const ROLE =
  /\b(?:wife|husband|mother|father|mom|dad|sister|brother|son|daughter|boss|nurse|neighbou?r|friend|aunt|uncle|cousin|colleague|kids?|children|team|crew|company|\p{L}+(?:er|or|ist|ian|man|woman))\b|\p{Lu}\p{Ll}+$/u;
const SPEAKER_SUBJECT = /\b(?:I|we) \p{L}+/u;
const GIVES =
  /\byou (?:will|shall) (?:get|have|receive)\b|\bleave (?:it|that|this) (?:to|with) me\b|\bconsider it done\b/i;
const THIRD_SUBJECT = /\b(?:he|she|they) \p{L}+/iu;
/** After a name: words that show that it is no subject. */
const NO_VERB = /^(?:or|to|for|at|in|on|with|about|from|after|by|the|a|of|please)$/;
const OBJECT_PRONOUN = /\b(?:it|that|this|them|him|her|those)\b/i;
const ACCEPTS =
  /^(?:sure|yes|yeah|of course|consider it done|leave (?:it|that)|no problem|will do|okay|ok|absolutely|gladly|happy to|count on me|done|my pleasure|i (?:will|can))\b/i;
/** How far back a "he" may reach. */
const REACH = 8;

/** How surely a turn says who does what a "who" question asks: 1 does it, less for a mere yes, 0 when nobody does. */
export function doerFit(question: Question, turn: EvidenceTurn): number {
  if (doingClauses(question, turn.text).length > 0) return 1;
  if (accepts(turn.text)) return 0.8;
  return anyDoer(question, turn.text) ? 0.4 : 0;
}

/** Who it is that a "who" question finds in the turns `first` to `last`: who does it there, never whom it is done to. */
export function personMeant(
  question: Question,
  { first, last }: { readonly first: number; readonly last: number },
  { turns }: EvidenceConversation,
): NamedPerson | null {
  for (let at = last; at >= first; at -= 1) {
    const turn = turns[at]!;
    const doer = doerIn(question, turn);
    const person = doer && resolve(doer, at, turns);
    if (person) return person;
  }
  return null;
}

/** Whether what a question asks about is said of somebody named or of a "she", not of the speaker: "my son is allergic". */
export function saidOfAnother(question: Question, text: string): boolean {
  const doers = clausesOf(text)
    .filter((clause) => saysPredicate(question, clause))
    .flatMap((clause) => subjectOf(question, clause) ?? []);
  return doers.length > 0 && doers.every(({ kind }) => kind !== 'speaker');
}

function doerIn(question: Question, { text }: EvidenceTurn): Doer | null {
  const [doing] = doingClauses(question, text);
  if (doing) return doing;
  return accepts(text) ? { kind: 'speaker' } : anyDoer(question, text);
}

function accepts(text: string): boolean {
  const plain = expandContractions(text);
  return ACCEPTS.test(plain) || GIVES.test(plain);
}

/** The doers of the clauses that do what the question asks, the surest first: those that say the verb before those that only point ("will set it up"). */
function doingClauses(question: Question, text: string): Doer[] {
  const clauses = clausesOf(text);
  const says = clauses.filter((clause) => saysPredicate(question, clause));
  const points = clauses.filter((clause) => OBJECT_PRONOUN.test(clause) && pointsBack(question, text));
  return [...says, ...points].flatMap((clause) => subjectOf(question, clause) ?? []);
}

/** A pronoun stands for the topic only if the turn does not speak of everything but it; the ranking weighs how near the topic is. */
function pointsBack(question: Question, text: string): boolean {
  return question.terms.length > 0 && !text.trimEnd().endsWith('?');
}

/** What is asked is not stated: of "Noah swims, did you know?" only the first clause counts. */
function clausesOf(text: string): string[] {
  return splitSentences(expandContractions(text)).flatMap(({ text: sentence }) => {
    const clauses = sentence.split(/[,;:] (?:and |but |so )?|(?<=\p{L}) (?:but|so|because) /u);
    return sentence.endsWith('?') ? clauses.slice(0, -1) : clauses;
  });
}

function saysPredicate({ terms }: Question, clause: string): boolean {
  const predicate = terms.find(({ isPredicate }) => isPredicate)?.root;
  if (predicate === undefined) return false;
  return [...rootsOf(clause)].some((root) => root === predicate || areKin(predicate, root));
}

function anyDoer(question: Question, text: string): Doer | null {
  for (const clause of clausesOf(text)) {
    const doer = subjectOf(question, clause);
    if (doer) return doer;
  }
  const [named] = findPersonNames(text).filter((name) => !isAskedAbout(question, name));
  return named ? { kind: 'named', name: named } : null;
}

/** The subject that stands first in a clause. */
function subjectOf(question: Question, clause: string): Doer | null {
  const found = [
    { at: clause.search(GIVES), doer: { kind: 'speaker' } as const },
    { at: clause.search(SPEAKER_SUBJECT), doer: { kind: 'speaker' } as const },
    { at: clause.search(THIRD_SUBJECT), doer: { kind: 'third' } as const },
    namedSubject(question, clause),
    roleSubject(question, clause),
  ].filter(({ at }) => at >= 0);
  return found.sort((a, b) => a.at - b.at)[0]?.doer ?? null;
}

type Subject = { readonly at: number; readonly doer: Doer };
const NO_SUBJECT: Subject = { at: -1, doer: { kind: 'third' } };

function namedSubject(question: Question, clause: string): Subject {
  for (const name of findPersonNames(clause)) {
    const at = clause.indexOf(name);
    const next = /^ (?:and \S+ )?(\p{Ll}+)/u.exec(clause.slice(at + name.length))?.[1];
    if (at >= 0 && next && !NO_VERB.test(next) && !isAskedAbout(question, name))
      return { at, doer: { kind: 'named', name } };
  }
  return NO_SUBJECT;
}

function roleSubject(question: Question, clause: string): Subject {
  const match = ROLE_SUBJECT.exec(clause);
  const phrase = match?.[1];
  if (!match || !phrase || !ROLE.test(phrase) || isAskedAbout(question, phrase)) return NO_SUBJECT;
  // "my wife Hannah": the name alone says it.
  const [name] = findPersonNames(phrase);
  return {
    at: match.index,
    doer: { kind: 'named', name: name ?? phrase.charAt(0).toUpperCase() + phrase.slice(1) },
  };
}

function isAskedAbout({ terms }: Question, phrase: string): boolean {
  const roots = phrase.toLowerCase().split(' ').map(rootOf);
  return terms.some(({ root }) => roots.includes(root));
}

function resolve(doer: Doer, at: number, turns: readonly EvidenceTurn[]): NamedPerson | null {
  if (doer.kind === 'named') return { name: doer.name, turn: null };
  if (doer.kind === 'third') return lastNamedBefore(at, turns);
  const turn = turns[at]!;
  if (turn.isUser) return { name: 'You', turn: null };
  const name = speakerNames(turns).get(turn.speaker);
  return name ? { name, turn: null } : null;
}

function lastNamedBefore(at: number, turns: readonly EvidenceTurn[]): NamedPerson | null {
  for (let back = at - 1; back >= Math.max(0, at - REACH); back -= 1) {
    const name = findPersonNames(turns[back]!.text).at(-1);
    if (name) return { name, turn: back };
  }
  return null;
}
