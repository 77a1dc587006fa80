import { type TranscriptInput } from '#libs/contracts';
import {
  expandContractions,
  findDates,
  findPersonNames,
  screenSecrets,
  sentencesOf,
  STOP_WORDS,
  stemOf,
  tokenize,
} from '#libs/ai';
import { addresseeOf } from './addressees.js';
import { withDayReferences } from './day-references.js';
import { kindOfTalk } from './talk-kind.js';
import type { Line, Talk } from './talk-lines.js';
import { attributeVoices } from './voices.js';

const talks = new WeakMap<TranscriptInput, Talk>();

/** Splits a transcript into sentences and finds out what kind of talk it is: once for all rules that read it. Linear. */
export function prepareTalk(input: TranscriptInput): Talk {
  const talk = talks.get(input) ?? readTalk(input);
  talks.set(input, talk);
  return talk;
}

function readTalk(input: TranscriptInput): Talk {
  const sentences = input.turns.map((turn) => sentencesOf(turn, input.ownerName));
  const secrets = screenSecrets(sentences.flat().map(({ text }) => text));
  const lines: Line[] = [];
  input.turns.forEach((turn, number) => {
    for (const { text: raw, opening } of sentences[number]!) {
      const text = expandContractions(raw);
      if (!/[\p{L}\p{N}]/u.test(text)) continue;
      lines.push({
        index: lines.length,
        turn: number,
        text,
        opening,
        role: turn.isUser === null ? 'unknown' : turn.isUser ? 'owner' : 'other',
        owner: turn.isUser === null ? 0.5 : Number(turn.isUser),
        speaker: turn.speaker,
        segmentIds: turn.segmentIds,
        dates: findDates(text, input),
        question: /\?\s*$/.test(raw),
        secret: secrets.taints(raw),
      });
    }
  });
  const kind = kindOfTalk(input, lines);
  const dated = withDayReferences(lines);
  const told = kind.diarized ? dated : withVoices(dated, kind.monologue, input);
  return { input, lines: told, ...kind, names: kind.diarized ? namesOf(told) : new Map() };
}

/** Without voices told apart, the words tell who speaks; where the voice changes a turn begins. */
function withVoices(
  lines: readonly Line[],
  monologue: boolean,
  { ownerName, turns }: TranscriptInput,
): Line[] {
  if (monologue) return lines.map((line) => ({ ...line, role: 'owner' as const, owner: 1 }));
  const heard = attributeVoices(
    lines.map((line) => ({ ...line, addressee: addresseeOf(line), stems: contentStems(line.text) })),
    { ownerName, pausesKnown: turns.some(({ pauses }) => pauses !== undefined) },
  );
  let turn = -1;
  return lines.map((line, at) => {
    const before = lines[at - 1];
    if (
      before === undefined ||
      heard[at]!.voice !== heard[at - 1]!.voice ||
      (line.opening && heard[at]!.voice === 'unknown')
    )
      turn += 1;
    const { voice: role, owner } = heard[at]!;
    return { ...line, role, owner, turn };
  });
}

const SPEAKING = /\b(\p{Lu}\p{Ll}+) (?:speaking|here)\b/u;
const VOICE_LABEL = /^speaker[ _]\d+$/i;
const INTRODUCTION =
  /\b(?:this is|my name is|you are (?:talking|speaking) (?:to|with)|I am (?=(?:Doctor|Dr|Professor|Nurse|Mr|Mrs|Ms)\b)|it is) ((?:(?:Doctor|Dr|Professor|Nurse|Mr|Mrs|Ms)\.? )?\p{Lu}\p{Ll}+)(?: \p{Lu}\p{Ll}+)?(?= speaking|,| from| here|[.!?]*$)/u;

/** Labels that are names, introductions ("this is Linda speaking"), and in a talk of two the name by which the owner calls the other. */
function namesOf(lines: readonly Line[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const others = lines.filter(({ role }) => role === 'other');
  const give = (speaker: string, name: string | null | undefined) => {
    if (name && !names.has(speaker)) names.set(speaker, name);
  };
  for (const { speaker } of others) if (!VOICE_LABEL.test(speaker)) give(speaker, speaker);
  for (const { speaker, text } of others) give(speaker, introducedName(text));
  if (new Set(others.map(({ speaker }) => speaker)).size === 1) {
    for (const line of lines) if (line.role === 'owner') give(others[0]!.speaker, addresseeOf(line));
  }
  return names;
}

/** In a larger company who answers when the owner calls a name bears it; not when two answer to it, nor who calls it as well. */
export function answeringNames(lines: readonly Line[]): [speaker: string, name: string][] {
  const answering = new Map<string, Set<string>>();
  let called: { readonly name: string; readonly turn: number } | null = null;
  for (const line of lines) {
    if (called && line.turn !== called.turn) {
      const { name } = called;
      if (line.role === 'other') answering.set(name, (answering.get(name) ?? new Set()).add(line.speaker));
      called = null;
    }
    const name = line.role === 'owner' ? addresseeOf(line) : null;
    if (name) called = { name, turn: line.turn };
  }
  const calls = (speaker: string, name: string) =>
    lines.some((line) => line.speaker === speaker && addresseeOf(line) === name);
  return [...answering].flatMap(([name, [speaker, another]]) =>
    speaker !== undefined && another === undefined && !calls(speaker, name) ? [[speaker, name]] : [],
  );
}

function introducedName(text: string): string | null {
  const name = (INTRODUCTION.exec(text) ?? SPEAKING.exec(text))?.[1];
  return name && findPersonNames(name).length > 0 ? name : null;
}

/** Roots of the words that carry the topic. */
export function contentStems(text: string): Set<string> {
  const stems = new Set<string>();
  for (const { word } of tokenize(text))
    if (word.length > 2 && !STOP_WORDS.has(word) && !/^\d/.test(word)) stems.add(stemOf(word));
  return stems;
}

/** Share of the smaller set that the other holds too, 0 to 1. */
export function overlapOf(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const smaller = left.size <= right.size ? left : right;
  const larger = smaller === left ? right : left;
  if (smaller.size === 0) return 0;
  let shared = 0;
  for (const item of smaller) if (larger.has(item)) shared += 1;
  return shared / smaller.size;
}
