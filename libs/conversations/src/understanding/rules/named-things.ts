import { namedThings } from './noun-phrases.js';
import type { Line } from './talk-lines.js';
import { timeless } from './timeless-words.js';

const thingsByLine = new WeakMap<Line, readonly string[]>();

/** What a sentence names besides days and times, in order: read once for all rules, since grammar is costly. */
export function thingsNamedIn(line: Line): readonly string[] {
  const things = thingsByLine.get(line) ?? namedThings(timeless(line));
  thingsByLine.set(line, things);
  return things;
}
