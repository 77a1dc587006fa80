import { type TranscriptInput } from '#libs/contracts';
import { addresseeOf } from './addressees.js';
import { BROADCAST_CUE, NOTE_CUE } from './speech-acts.js';
import type { Line, Talk } from './talk-lines.js';

/** Whether it is a note, a broadcast, a story or a conversation, and of how many voices. */
export function kindOfTalk(
  input: TranscriptInput,
  lines: readonly Line[],
): Omit<Talk, 'input' | 'lines' | 'names'> {
  const diarized = input.turns.some(({ isUser }) => isUser !== null);
  const voices = new Set(input.turns.map(({ speaker }) => speaker)).size;
  const text = lines.map((line) => line.text).join(' ');
  const broadcast = countMatches(text, BROADCAST_CUE);
  const ownerSpeaks = lines.some(({ role }) => role !== 'other');
  const story = !diarized && voices === 1 && soundsLikeStory(text, lines);
  const narrated = diarized
    ? !ownerSpeaks
    : story || (broadcast >= 2 && countMatches(text, /\bI (?:will|have to|need to)\b/gi) <= broadcast);
  const monologue =
    !narrated && voices === 1 && (diarized || soundsLikeOneVoice(text, lines, input.ownerName));
  return { diarized, voices, narrated, monologue, story };
}

const TO_ANYBODY = /\b(?:your?|yours|thanks|thank you|hello|hi|goodbye|bye)\b/i;
/** Two people who talk for so many sentences say "you" at least once. */
const LONG_TALK_LINES = 12;

/** Without voices told apart: a note names itself, or addresses nobody; what is short asks and answers nothing besides. */
function soundsLikeOneVoice(text: string, lines: readonly Line[], ownerName: string | null): boolean {
  if (NOTE_CUE.test(text.slice(0, 400))) return true;
  if (lines.length === 0) return false;
  if (lines.length >= LONG_TALK_LINES && talksToHimself(lines)) return true;
  const called = ownerName !== null && lines.some((line) => addresseeOf(line) === ownerName);
  if (called || TO_ANYBODY.test(text)) return false;
  const exchanged = lines.filter(({ text: line, question }) => question || ANSWER_START.test(line)).length;
  if (lines.length < LONG_TALK_LINES) return exchanged === 0;
  // "What else? Right, the rent.": who talks to himself for long asks and answers himself now and then.
  return exchanged < lines.length / 4 && countMatches(text, /\b(?:I|my)\b/g) >= lines.length / 6;
}

/** Greatest share of sentences that ask, answer or say "you", and smallest of those with "I": talks of two have thrice as many and more. */
const RARE = 0.1;
const OFTEN = 0.25;

/** "Off you go, old man": who is alone may call himself, and hardly ever asks or answers. */
function talksToHimself(lines: readonly Line[]): boolean {
  const share = (holds: (line: Line) => boolean) => lines.filter(holds).length / lines.length;
  return (
    share(({ text, question }) => question || ANSWER_START.test(text)) < RARE &&
    share(({ text }) => TO_ANYBODY.test(text)) < RARE &&
    share(({ text }) => /\b(?:I|me|my)\b/.test(text)) >= OFTEN
  );
}

const ANSWER_START =
  /^(?:yes|yeah|no|sure|okay|of course|no problem|exactly|great|good|fine|right|perfect|all right|thanks|thank you)\b/i;

const STORY_MIN_LINES = 3;
const OF_OTHERS = /\b(?:he|she|they|him|her|his|their|them|himself|herself)\b/i;
const TOLD = /\b(?:was|were|had|did|would|could|might|said|\w{2,}ed)\b/i;

/** Nobody says "I" or "you", and most sentences tell of others in the past. */
function soundsLikeStory(text: string, lines: readonly Line[]): boolean {
  if (lines.length < STORY_MIN_LINES || /\b(?:I|me|my|we|us|our|you|your)\b|\?/i.test(text)) return false;
  const ofOthers = lines.filter((line) => OF_OTHERS.test(line.text)).length;
  const told = lines.filter((line) => TOLD.test(line.text)).length;
  return (
    ofOthers >= lines.length / 2 && told >= lines.length / 2 && lines.every(({ dates }) => dates.length === 0)
  );
}

function countMatches(text: string, pattern: RegExp): number {
  let count = 0;
  for (const match of text.matchAll(pattern)) count += match[0] ? 1 : 0;
  return count;
}
