import { findPersonNames, isFirstName, isNumberWord, stemOf, STOP_WORDS, tokenize } from '#libs/ai';
import { thingsNamedIn } from './named-things.js';
import { coreOf } from './noun-phrases.js';
import { addresseeOf } from './addressees.js';
import { contentStems } from './talk.js';
import type { Line, Talk } from './talk-lines.js';
import { timeless } from './timeless-words.js';

/** What a talk is about, strongest first. */
export interface Topics {
  /** How many sentences hold each root. */
  readonly weights: ReadonlyMap<string, number>;
  /** Noun phrases that share no root with each other. */
  readonly phrases: readonly string[];
  /** What else came up, in the order in which it did: the strongest of each stretch of the talk. */
  readonly further: readonly string[];
  /** People who are talked about. */
  readonly people: readonly string[];
}

/** Sentences whose grammar is looked at, those that say most about the topics: a few milliseconds each, whatever the length of the talk. */
const PARSED_LINES = 60;
const MAX_PHRASES = 6;
/** A talk is looked at in so many stretches for what else came up. */
const MAX_FURTHER = 10;
const MIN_STRETCH_LINES = 4;
/** "Chapel Street" tells more than "corner". */
const NAME = /^\p{Lu}\p{Ll}+ \p{Lu}/u;
const NAME_BONUS = 1;
const REPEAT_BONUS = 0.3;
/** "roads of the Romans" stays whole. */
const WHOLE_PHRASE_WORDS = 4;
/** "us a table", "above her age": no thing by itself. */
const LEANS =
  /^(?:in|at|on|for|us|me|him|her|them|you|above|below|under|over|off|less|like)\b|\b(?:together|round|off|looked|put|himself|herself|myself)$/i;
const MONEY = /\b(?:dollars?|euros?|pounds|percent|bucks)\b/i;
/** What people come with is named first. */
const OPENING_LINES = 6;
const OPENING_BONUS = 2;
/** Said like a name: "Dad is eighty". Once or twice it is mostly a call. */
const KIN_AS_NAME = /(?<!\b[Mm]y )\b(?:Dad|Mum|Mom|Grandma|Grandpa|Grandad|Granny)\b(?!,)/g;
const VAGUE =
  /^(?:question|thing|way|name|job|work|place|people|person|guy|man|woman|news|reason|money|kind|word|words|listener|listeners|show|second|minute|number|numbers|room|house|home|today|week|weeks|life|world|side|line|end|hand|friend|friends|goodbye|good morning|morning everyone|everyone|sound|noise|help|care|time|times|dollars|percent|welcome|ages|deal|chance|fun|trouble|turn|rest|plan|plans|idea|ideas|note|everybody|kid|kids|guys|half|pair|piece|couple|card|code|password|number|security|cups?|glass|bottle|slice|bag|box|amount|pile|set|mom|dad|mum|mother|honey|morning|fault|others?|version|point|past|tight|pity|angel|hurry|rush|warning|place|space|slots?|openings?|thank|front|back|middle|matter|fact|thing|whole|moment|look|slides?|club|floor|chapter|lecture|episode|anything|something|weeks earlier|attention|signature|copy|band|hold|lovely|love|cold|head|upstairs|downstairs|try|star|boss|bit \w+|different person)$/i;

const topicsByTalk = new WeakMap<Talk, Topics>();

/** Found once for a talk: the grammar of its sentences costs more than everything else in it. */
export function topicsOf(talk: Talk): Topics {
  const topics = topicsByTalk.get(talk) ?? findTopics(talk);
  topicsByTalk.set(talk, topics);
  return topics;
}

function findTopics(talk: Talk): Topics {
  const quotable = talk.lines.filter(({ secret }) => !secret);
  const weights = weighStems(quotable);
  return { weights, ...phrasesOf(quotable, weights), people: peopleIn(quotable, talk) };
}

function weighStems(lines: readonly Line[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const line of lines)
    for (const stem of contentStems(timeless(line))) weights.set(stem, (weights.get(stem) ?? 0) + 1);
  return weights;
}

/** How much a sentence says about the topic: mean weight of its words, damped for short ones. */
export function centralityOf(line: Line, weights: ReadonlyMap<string, number>): number {
  const stems = contentStems(line.text);
  let sum = 0;
  for (const stem of stems) sum += Math.log2(1 + (weights.get(stem) ?? 0));
  return stems.size === 0 ? 0 : sum / (stems.size + 2);
}

interface Candidate {
  readonly text: string;
  readonly stems: ReadonlySet<string>;
  /** Index of the sentence that holds it first. */
  readonly index: number;
  score: number;
}

function phrasesOf(
  lines: readonly Line[],
  weights: ReadonlyMap<string, number>,
): Pick<Topics, 'phrases' | 'further'> {
  const ranked = candidatesIn(lines, weights).sort((a, b) => b.score - a.score);
  const chosen = withoutSharedRoots(ranked, []).slice(0, MAX_PHRASES);
  const stretch = Math.max(MIN_STRETCH_LINES, Math.ceil(lines.length / MAX_FURTHER));
  const perStretch = new Map<number, Candidate>();
  for (const candidate of withoutSharedRoots(ranked, chosen)) {
    const at = Math.floor(candidate.index / stretch);
    if (!perStretch.has(at)) perStretch.set(at, candidate);
  }
  const further = [...perStretch.values()].sort((a, b) => a.index - b.index);
  const written = capitalsOf(lines);
  const inFull = (candidates: readonly Candidate[]) =>
    candidates.map(({ text }) => text.replace(/^\p{Ll}+/u, (word) => written.get(word) ?? word));
  return { phrases: inFull(chosen), further: inFull(further) };
}

/** Words that are written with a capital where no sentence begins: names, also where one does. */
function capitalsOf(lines: readonly Line[]): ReadonlyMap<string, string> {
  const names = lines.flatMap(({ text }) => text.match(/(?<=[\p{Ll},] )\p{Lu}\p{Ll}+/gu) ?? []);
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

/** Of candidates with a root in common the first stays; none that shares one with `taken`. */
function withoutSharedRoots(candidates: readonly Candidate[], taken: readonly Candidate[]): Candidate[] {
  const seen = new Set(taken.flatMap(({ stems }) => [...stems]));
  return candidates.filter(({ stems }) => {
    if ([...stems].some((stem) => seen.has(stem))) return false;
    for (const stem of stems) seen.add(stem);
    return true;
  });
}

function candidatesIn(lines: readonly Line[], weights: ReadonlyMap<string, number>): Candidate[] {
  const byRoots = new Map<string, Candidate>();
  for (const line of mostCentral(lines, weights)) {
    for (const text of thingsNamedIn(line)) {
      const phrase = topicPhrase(text);
      const stems = contentStems(phrase);
      if (stems.size === 0 || VAGUE.test(phrase)) continue;
      const roots = [...stems].sort().join(' ');
      const known = byRoots.get(roots);
      const bonus = line.index < OPENING_LINES ? OPENING_BONUS : 0;
      if (known) known.score += REPEAT_BONUS;
      else
        byRoots.set(roots, {
          text: phrase,
          stems,
          index: line.index,
          score: scorePhrase(stems, weights) + bonus + (NAME.test(phrase) ? NAME_BONUS : 0),
        });
    }
  }
  return [...byRoots.values()];
}

function scorePhrase(stems: ReadonlySet<string>, weights: ReadonlyMap<string, number>): number {
  let score = 0;
  for (const stem of stems) score += Math.log2(1 + (weights.get(stem) ?? 0));
  // Two words say more than one, four say too much.
  return (score / Math.sqrt(stems.size)) * (stems.size === 2 ? 1.25 : stems.size > 3 ? 0.6 : 1);
}

function mostCentral(lines: readonly Line[], weights: ReadonlyMap<string, number>): readonly Line[] {
  if (lines.length <= PARSED_LINES) return lines;
  const ranked = lines
    .map((line) => ({ line, score: centralityOf(line, weights) }))
    .sort((a, b) => b.score - a.score);
  return ranked
    .slice(0, PARSED_LINES)
    .map(({ line }) => line)
    .sort((a, b) => a.index - b.index);
}

/** Plain words of a phrase: no numbers, names or greetings, at most three words. */
function topicPhrase(text: string): string {
  const [head = '', tail] = text.split(/ of (?:the |a |an |my |your |our )?/);
  if (MONEY.test(text) || namesPerson(text) || LEANS.test(text)) return '';
  if (tail === undefined) return coreWords(head);
  if (VAGUE.test(coreOf(head))) return coreWords(tail);
  return text.split(' ').length <= WHOLE_PHRASE_WORDS ? text : coreWords(head);
}

function namesPerson(text: string): boolean {
  return text.split(' ').some((word) => isFirstName(word.replace(/'s$/, '')));
}

/** The last three words without numbers and words that carry no topic at either end. */
function coreWords(text: string): string {
  const words = tokenize(text).filter(({ word }) => !isNumberWord(word));
  const isTopic = ({ word }: { word: string }) => !STOP_WORDS.has(word);
  const kept = words.slice(Math.max(0, words.findIndex(isTopic)), words.findLastIndex(isTopic) + 1);
  return kept
    .slice(-3)
    .map(({ raw }) => raw)
    .join(' ')
    .replace(/['’]s$/, '');
}

/** Names that at least two sentences speak of, or one of the first; speakers and the owner left out. */
function peopleIn(lines: readonly Line[], talk: Talk): string[] {
  const counts = new Map<string, number>();
  const present = new Set(
    [...talk.names.values(), talk.input.ownerName ?? ''].map((name) => name.toLowerCase()),
  );
  for (const line of lines) {
    const called = addresseeOf(line);
    if (called) present.add(called.toLowerCase());
  }
  for (const line of lines) {
    for (const name of [...findPersonNames(line.text), ...(line.text.match(KIN_AS_NAME) ?? [])]) {
      if (!present.has(name.toLowerCase()))
        counts.set(name, (counts.get(name) ?? 0) + (line.index < 2 ? 2 : 1));
    }
  }
  return [...counts]
    .filter(([, count]) => count >= 2)
    .sort((a, b) => b[1] - a[1])
    .map(([name]) => name);
}

export function stemsOf(phrase: string): Set<string> {
  return new Set(
    tokenize(phrase)
      .map(({ word }) => stemOf(word))
      .filter((stem) => stem.length > 2 && !STOP_WORDS.has(stem)),
  );
}
