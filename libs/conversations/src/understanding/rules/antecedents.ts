import { nounPhrases, type NounPhrase } from './noun-phrases.js';
import { fits, mayBeMeant, MONEY, wantedBy } from './pronoun-fit.js';
import { type Proposal } from './proposals.js';
import { addresseeOf } from './addressees.js';
import type { Line } from './talk-lines.js';
import { withoutDates } from './timeless-words.js';

const PRONOUN =
  /(?:^|\s)((?:a|another) (?:new |second )?one|one(?=\s*[,.]|\s*$| (?:for|by|in|on|at|from|to|with|before|as|together|up|off|out|over|back)\b)|they|(?:a (?:pair|few|couple)|some|both)(?= *$| (?:first|up|in|out|off|over)\b)|it|them|this one|that one|(?:those|these|that|this)(?! (?!as\b|and\b|by\b|on\b|in\b|at\b|for\b|to\b|from\b|with\b|over\b|back\b|up\b|down\b|off\b|out\b|away\b|a?round\b|before\b|after\b|too\b|again\b|through\b|together\b|either\b|online\b|straight\b|\w+ed\b|\w+ly\b)\w)|him|her|mine|ours)(?=[\s,.]|$)(?! (?!as\b|this\b|his\b)\w+s\b)/i;
/** What one does to some things only: one pays what is owed and books what can be booked. */
const DONE_TO: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:sign|fill)$/,
    /\b(?:form|forms|contract|papers|letter|document|slip|waiver|agreement|certificate|petition|card|lease)$/i,
  ],
  [
    /^(?:book|reserve)$/,
    /\b(?:table|place|restaurant|room|rooms|hotel|cabin|flight|flights|train|tickets?|hall|taxi|seats?|court|appointment|trip|tour|class|course|house|van|car|cottage|venue)$/i,
  ],
  [
    /^(?:pay|transfer|settle)$/,
    /\b(?:deposit|bill|rent|invoice|fees?|fine|balance|tax|taxes|price|amount|rest|premium|instalment|installment|money|debt|loan|euros?|dollars?|pounds?|bucks|quid)\b/i,
  ],
];

/** Sentences back to what "it" stands for; what is booked, paid or signed may have been named somewhat earlier. */
const NEAR_LINES = 6;
export const FAR_LINES = 12;

/** Replaces the first "it", "them", "him" or "her" that has no noun before it in the clause. */
export function resolvePronouns(rest: string, proposal: Proposal, before: readonly Line[]): string {
  const match = PRONOUN.exec(rest);
  if (!match || nounPhrases(rest.slice(0, match.index)).length > 0) return rest;
  // "let you know", "meet you" say whom; nobody spoken of before is meant.
  if (/^\S+ you\b/i.test(proposal.line.text.slice(proposal.start))) return rest;
  const pronoun = match[1]!.toLowerCase();
  // "drop them a line": whoever gets something is a person.
  const gets = /^(?: an?| the| some| my) /i.test(rest.slice(match.index + match[0].length));
  const thing = antecedent(pronoun, gets ? { ...proposal, verb: 'tell' } : proposal, before);
  if (!thing) return rest;
  const resolved = rest.replace(match[0], ` ${inPlaceOf(pronoun, thing)}`);
  // "ask her for it": a second one may stand behind the first.
  return pronoun === 'him' || pronoun === 'her' ? resolveSecond(resolved, thing, proposal, before) : resolved;
}

/** "Tell Lucia", "let them know": what of is what was spoken of just before. */
const TELLS =
  /^(?:let (\S+) know|(?:tell|inform|update) (?:my |the )?\S+|get back to (?:my |the )?\S+)( either way)?$/i;
/** Sentences back to what somebody is to be told of. */
const TOLD_LINES = 4;

/** Adds to "let them know" what about, when it was said shortly before. */
export function withTopic(phrase: string, proposal: Proposal, before: readonly Line[]): string {
  if (!TELLS.test(phrase)) return phrase;
  const thing = antecedent('it', { ...proposal, verb: '' }, before.slice(-TOLD_LINES));
  return thing === null ? phrase : `${phrase} about ${thing}`;
}

/** "another one" keeps its "another", "one" is "a" thing, "mine" is "my" thing. */
function inPlaceOf(pronoun: string, thing: string): string {
  const bare = thing.replace(/^(?:the|my) /, '');
  if (/^a (?:pair|few|couple)$/.test(pronoun)) return `${pronoun} of ${bare}`;
  if (pronoun === 'one') return `a ${singular(bare)}`;
  if (/^(?:mine|ours)$/.test(pronoun)) return `my ${bare}`;
  return / one$/.test(pronoun) && !/^th/.test(pronoun) ? pronoun.replace(/one$/, bare) : thing;
}

function resolveSecond(rest: string, first: string, proposal: Proposal, before: readonly Line[]): string {
  const match = /\b(it|them)(?=[\s,.]|$)/i.exec(rest);
  const thing = match && antecedent(match[1]!.toLowerCase(), proposal, before, first);
  return match && thing ? rest.replace(match[0], thing) : rest;
}

/** Whether the lines name a thing that the first pronoun of the clause may stand for. */
export function namesThing(clause: string, lines: readonly Line[]): boolean {
  const pronoun = PRONOUN.exec(clause)?.[1]?.toLowerCase();
  if (pronoun === undefined) return false;
  const wanted = wantedBy(pronoun, '');
  return lines.some((line) => thingsIn(line, line.text.length).some((phrase) => fits(phrase, wanted)));
}

function singular(thing: string): string {
  return thing.replace(/^(?:best|only|same|first|last|next) /, '').replace(/(?<!s)s$/, '');
}

/** A line is searched for every pronoun after it. */
const thingsOfLine = new WeakMap<Line, readonly NounPhrase[]>();

/** What a line names up to an offset, but for whom it calls by name. */
function thingsIn(line: Line, end: number): readonly NounPhrase[] {
  const known = end === line.text.length ? thingsOfLine.get(line) : undefined;
  if (known) return known;
  const called = addresseeOf(line);
  const things = nounPhrases(withoutDates({ line, start: 0, end })).filter(
    ({ text }) => text.toLowerCase() !== called?.toLowerCase(),
  );
  if (end === line.text.length) thingsOfLine.set(line, things);
  return things;
}

function antecedent(pronoun: string, proposal: Proposal, before: readonly Line[], not = ''): string | null {
  const wanted = wantedBy(pronoun, proposal.verb);
  const suitable = DONE_TO.find(([verbs]) => verbs.test(proposal.verb))?.[1];
  const named = [
    { line: proposal.line, end: proposal.start },
    ...before
      .slice(suitable ? 0 : -NEAR_LINES)
      .filter(({ secret }) => !secret)
      .toReversed()
      .map((line) => ({ line, end: line.text.length })),
  ].map(({ line, end }) => ({
    text: line.text.slice(0, end),
    phrases: thingsIn(line, end)
      .filter(({ text }) => !not.endsWith(text) && !standsBeside(text, pronoun, line.text.slice(0, end)))
      .reverse(),
  }));
  const fitting = named.flatMap(({ text, phrases }) =>
    phrases.filter((phrase) => fits(phrase, wanted)).map((phrase) => ({ thing: phrase.text, text })),
  );
  const chosen = chosenBy(suitable, fitting) ?? fitting[0];
  if (chosen) return withArticle(chosen.thing, chosen.text);
  const second = named.flatMap(({ phrases }) => phrases).find((phrase) => mayBeMeant(phrase, wanted));
  return second ? withArticle(second.text, '') : null;
}

interface NamedThing {
  readonly thing: string;
  /** The sentence, up to the pronoun. */
  readonly text: string;
}

/** One pays what is owed; else of "your photo for the licence" the photo is spoken of. */
function chosenBy(suitable: RegExp | undefined, fitting: readonly NamedThing[]): NamedThing | undefined {
  const owed = suitable && fitting.find(({ thing }) => suitable.test(thing));
  // "Rent for the garage, forty euros": the sum belongs to the rent.
  const named =
    owed &&
    fitting.find(({ thing, text }) => text === owed.text && suitable.test(thing) && !MONEY.test(thing));
  const direct = fitting.filter(({ thing, text }) => !isOblique(thing, text));
  return named ?? owed ?? direct.find(({ thing, text }) => isIntroduced(thing, text)) ?? direct[0];
}

/** "my old bike", "Rent for the garden": with an article, a name, or the first word; "gathering dust" tells of no thing. */
function isIntroduced(thing: string, text: string): boolean {
  const before = text.slice(0, Math.max(0, text.toLowerCase().indexOf(thing.toLowerCase())));
  return (
    /^\p{Lu}|s$/u.test(thing) ||
    /^(?:(?:and|but|so|right|okay|oh),? )*$/i.test(before) ||
    /\b(?:the|an?|my|your|our|his|her|their|its|this|that|these|those|some|any|\w+'s) (?:\w+ ){0,2}$/i.test(
      before,
    )
  );
}

/** "The doctor has to wake him": he is not the doctor. */
function standsBeside(thing: string, pronoun: string, text: string): boolean {
  if (!/^(?:him|her)$/.test(pronoun)) return false;
  const after = text.slice(text.indexOf(thing) + thing.length);
  return new RegExp(`^(?! and\\b)[^,;.]*? ${pronoun}\\b`, 'i').test(after) && !/\b(?:I|we|you)\b/.test(after);
}

function isOblique(thing: string, sentence: string): boolean {
  const at = sentence.indexOf(thing);
  return /\b(?:for|of|in|on|at|with|from|to|by|about|into|near|under|behind|like|before|after|until|during|since)(?: (?:the|an?|my|your|our|his|her|their|this|that))? (?:\w+ )?$/i.test(
    sentence.slice(0, Math.max(0, at)),
  );
}

/** "my wife" stays hers or his; things are "the" things. */
function withArticle(core: string, text: string): string {
  if (/^\p{Lu}/u.test(core))
    return text.includes(`the ${core}`) || text.includes(`The ${core}`) ? `the ${core}` : core;
  return text.toLowerCase().includes(`my ${core.toLowerCase()}`) &&
    nounPhrases(core).some(({ person }) => person)
    ? `my ${core}`
    : `the ${core}`;
}
