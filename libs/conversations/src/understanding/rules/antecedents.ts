import { nounPhrases, type NounPhrase } from './noun-phrases.js';
import { type Proposal } from './proposals.js';
import { addresseeOf, type Line } from './talk.js';
import { withoutDates } from './task-dates.js';

const PRONOUN =
  /(?:^|\s)((?:a|another) (?:new |second )?one|one(?=[,.]|\s*$| (?:for|by|in|on|at|from|to|with|before|as)\b)|some(?= *$)|it|them|those|these|this one|that one|that|this|him|her|mine|ours)(?=[\s,.]|$)(?! (?!as\b|this\b|his\b)\w+s\b)/i;
const NO_ANTECEDENT =
  /^(?:deadline|(?:one )?(?:more|last|other) thing|mine|his|hers|theirs|ours|yours|her|their|my|your|our|its)$/i;
/** Verbs that one does to people. */
const TO_PEOPLE = /^(?:ask|tell|call|invite|inform|remind|thank|let)$/;

/** What is paid is owed. */
const PAYING = /^(?:pay|transfer|settle)$/;
const PAYABLE =
  /\b(?:deposit|bill|rent|invoice|fees?|fine|balance|tax|taxes|price|amount|rest|premium|instalment|installment|money|debt|loan|euros?|dollars?|pounds?|bucks|quid)\b/i;

interface Wanted {
  readonly person: boolean;
  readonly plural: boolean;
}

/** Replaces the first "it", "them", "him" or "her" that has no noun before it in the clause. */
export function resolvePronouns(rest: string, proposal: Proposal, before: readonly Line[]): string {
  const match = PRONOUN.exec(rest);
  if (!match || nounPhrases(rest.slice(0, match.index)).length > 0) return rest;
  // "let you know" says whom; nobody spoken of before is meant.
  if (/^let you know\b/i.test(proposal.line.text.slice(proposal.start))) return rest;
  const pronoun = match[1]!.toLowerCase();
  const thing = antecedent(pronoun, proposal, before);
  if (!thing) return rest;
  const resolved = rest.replace(match[0], ` ${inPlaceOf(pronoun, thing)}`);
  // "ask her for it": a second one may stand behind the first.
  return pronoun === 'him' || pronoun === 'her' ? resolveSecond(resolved, thing, proposal, before) : resolved;
}

/** "another one" keeps its "another", "one" is "a" thing, "mine" is "my" thing. */
function inPlaceOf(pronoun: string, thing: string): string {
  const bare = thing.replace(/^(?:the|my) /, '');
  if (pronoun === 'one') return `a ${bare}`;
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
  const wanted = { person: /^(?:him|her)$/.test(pronoun), plural: isPlural(pronoun) };
  return lines.some((line) => thingsIn(line, line.text.length).some((phrase) => fits(phrase, wanted)));
}

function isPlural(pronoun: string): boolean {
  return /^(?:them|those|these|some)$/.test(pronoun);
}

function fits({ person, plural, text }: NounPhrase, wanted: Wanted): boolean {
  return person === wanted.person && (wanted.person || plural === wanted.plural) && !NO_ANTECEDENT.test(text);
}

/** Somebody who does something for a living. */
const AGENT = /(?:ist|ician|ian|man|woman|er|or)$/i;

function mayBeMeant(phrase: NounPhrase, wanted: Wanted): boolean {
  if (wanted.person && !phrase.person) return !phrase.plural && AGENT.test(phrase.text);
  return fits(phrase, { ...wanted, plural: phrase.plural });
}

/** What a line names up to an offset, but for whom it calls by name. */
function thingsIn(line: Line, end: number): NounPhrase[] {
  const called = addresseeOf(line);
  return nounPhrases(withoutDates({ line, start: 0, end })).filter(
    ({ text }) => text.toLowerCase() !== called?.toLowerCase(),
  );
}

/** What the pronoun may stand for: one asks, tells and calls people. */
function wantedBy(pronoun: string, verb: string): Wanted {
  const person = /^(?:him|her)$/.test(pronoun) || (pronoun === 'them' && TO_PEOPLE.test(verb));
  return { person, plural: isPlural(pronoun) };
}

function antecedent(pronoun: string, proposal: Proposal, before: readonly Line[], not = ''): string | null {
  const wanted = wantedBy(pronoun, proposal.verb);
  const lines = [
    { line: proposal.line, end: proposal.start },
    ...before
      .filter(({ secret }) => !secret)
      .toReversed()
      .map((line) => ({ line, end: line.text.length })),
  ];
  let second: string | null = null;
  for (const { line, end } of lines) {
    const phrases = thingsIn(line, end)
      .filter(({ text }) => !not.endsWith(text))
      .reverse();
    const fit = likeliest(
      phrases.filter((phrase) => fits(phrase, wanted)),
      proposal.verb,
      line.text,
    );
    if (fit) return withArticle(fit.text, line.text.slice(0, end));
    second ??= phrases.find((phrase) => mayBeMeant(phrase, wanted))?.text ?? null;
  }
  return second && withArticle(second, '');
}

/** One pays what is owed; else of "your photo for the licence" the photo is spoken of. */
function likeliest(fitting: readonly NounPhrase[], verb: string, sentence: string): NounPhrase | undefined {
  const owed = PAYING.test(verb) ? fitting.find(({ text }) => PAYABLE.test(text)) : undefined;
  return owed ?? fitting.find(({ text }) => !isOblique(text, sentence)) ?? fitting[0];
}

function isOblique(thing: string, sentence: string): boolean {
  const at = sentence.indexOf(thing);
  return /\b(?:for|of|in|on|at|with|from|to|by|about|into|near|under|behind|like)(?: (?:the|an?|my|your|our|his|her|their|this|that))? (?:\w+ )?$/i.test(
    sentence.slice(0, Math.max(0, at)),
  );
}

/** "my wife" stays hers or his; things are "the" things. */
function withArticle(core: string, text: string): string {
  if (/^\p{Lu}/u.test(core)) return core;
  return text.toLowerCase().includes(`my ${core.toLowerCase()}`) &&
    nounPhrases(core).some(({ person }) => person)
    ? `my ${core}`
    : `the ${core}`;
}
