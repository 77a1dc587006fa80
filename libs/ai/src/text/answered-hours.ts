import { likely, readMinutes, readOnFace, type ClockTime } from './clock-phrases.js';
import { endsBefore, tokenize, wordAt, type Token } from './tokens.js';

/** A bare number that answers the question for an hour, with its offsets in the text. */
export interface AnsweredHour {
  readonly clock: ClockTime;
  readonly start: number;
  readonly end: number;
}

/** Words that may stand before the number in such an answer: "make it ten", "so shall we say eight". */
const OPENERS = new Set(
  `so no yes okay well then and or but maybe perhaps say let us make it how what about around at sure fine still again is would can could do we shall
   i rather better only just to more like right by not before`.split(/\s+/),
);
/** Words that may follow; any other is what the number counts. */
const FOLLOWERS = new Set(
  `it is works work suits would then okay ok fine good great perfect please again sharp instead sounds o'clock oclock ish and if in on for because as might
   should will at too this tomorrow today tonight i we you till until to`.split(/\s+/),
);

/** "Ten?", "Make it eleven", "Nine thirty is fine", "Saturday, six again": only where an hour is being spoken of is such a number one. */
export function findAnsweredHour(text: string): AnsweredHour | null {
  const tokens = tokenize(text);
  for (let at = 0; at < tokens.length; at += 1) {
    if (at > 0 && !endsBefore(tokens, at)) continue;
    const found = readAnswer(tokens, afterOpeners(tokens, at));
    if (found) return found;
  }
  return null;
}

function afterOpeners(tokens: readonly Token[], from: number): number {
  let at = from;
  while (OPENERS.has(wordAt(tokens, at))) at += 1;
  return at;
}

function readAnswer(tokens: readonly Token[], at: number): AnsweredHour | null {
  const hour = readOnFace(tokens, at);
  if (!hour) return null;
  const minute = readMinutes(tokens, hour.next);
  const next = minute?.next ?? hour.next;
  if (!endsBefore(tokens, next) && !FOLLOWERS.has(wordAt(tokens, next))) return null;
  return {
    clock: likely({ hour: hour.value, minute: minute?.value ?? 0 }),
    start: tokens[at]!.start,
    end: tokens[next - 1]!.end,
  };
}
