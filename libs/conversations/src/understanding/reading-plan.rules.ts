import { tokenBound } from '#libs/ai';
import { type TranscriptInput, type TranscriptTurn } from '#libs/contracts';
import { defused } from './conversation-prompt.js';

/** Room for instructions (about 2,400 tokens), what a task needs besides (memories, folders, open tasks: 2,000) and the answer (3,000). */
const RESERVED_TOKENS = 8_000;
/**
 * Of one transcript; what is longer is read by the rules. Ten hours of talk in a window of 32,000 tokens. With it the calls for a
 * conversation are known: notes and tasks and memories of each part, and the notes summed up once more.
 */
export const MAX_PARTS = 12;
/** Number, label and line break of a line. */
const LINE_TOKENS = 8;

/** How a model reads a conversation. */
export interface ReadingPlan {
  /** All of it, cut at turns, in order: one part when it fits. */
  readonly parts: readonly TranscriptInput[];
  /** Which of them the model does not get, because there are too many: the rules read them. By index. */
  readonly leftOut: ReadonlySet<number>;
}

/** @param contextTokens `LanguageModel.contextTokens`; null: everything is read at once. */
export function readingPlanOf(input: TranscriptInput, contextTokens: number | null): ReadingPlan {
  const parts = contextTokens === null ? [input] : partsOf(input, roomFor(contextTokens));
  return { parts, leftOut: leftOutOf(parts.length) };
}

/** A small window is shared: half for the transcript. */
function roomFor(contextTokens: number): number {
  return Math.max(Math.floor(contextTokens / 2), contextTokens - RESERVED_TOKENS);
}

/** The beginning says what it is about and the end what was agreed, so it is the middle that goes without. */
function leftOutOf(parts: number): ReadonlySet<number> {
  const surplus = Math.max(0, parts - MAX_PARTS);
  return new Set(Array.from({ length: surplus }, (_, at) => MAX_PARTS - 1 + at));
}

function partsOf(input: TranscriptInput, room: number): readonly TranscriptInput[] {
  const parts: TranscriptTurn[][] = [[]];
  // Pictures belong to no moment of the talk: they go with its first part.
  let used = sum((input.photos ?? []).map((photo) => tokenBound(photo) + LINE_TOKENS));
  for (const turn of input.turns.flatMap((whole) => fitting(whole, room))) {
    const size = sizeOf(turn);
    if (used + size > room && parts.at(-1)!.length > 0) {
      parts.push([]);
      used = 0;
    }
    parts.at(-1)!.push(turn);
    used += size;
  }
  if (parts.length === 1) return [input];
  return parts.map((turns, at) => ({ ...input, turns, photos: at === 0 ? (input.photos ?? []) : [] }));
}

/** One turn that alone is too long, as an imported text may be, comes in pieces of the same segments. */
function fitting(turn: TranscriptTurn, room: number): readonly TranscriptTurn[] {
  const size = sizeOf(turn);
  if (size <= room) return [turn];
  const length = Math.floor(turn.text.length / Math.ceil((size * 1.2) / room));
  const pieces: TranscriptTurn[] = [];
  for (let from = 0; from < turn.text.length;) {
    const blank = turn.text.lastIndexOf(' ', from + length);
    const end = from + length >= turn.text.length || blank <= from ? from + length : blank + 1;
    pieces.push({ ...turn, text: turn.text.slice(from, end) });
    from = end;
  }
  return pieces;
}

function sizeOf(turn: TranscriptTurn): number {
  return tokenBound(defused(turn.text)) + tokenBound(turn.speaker) + LINE_TOKENS;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
