import { STOP_WORDS } from '#libs/ai';
import type { TranscriptInput } from '#libs/contracts';
import { RELATION } from '../facts/words.js';

/** A query of more words finds the same and takes longer. */
const MAX_TERMS = 40;
const RELATION_WORD = new RegExp(`^(?:${RELATION})$`);

/**
 * The words of a conversation that lead to what is remembered: first the names of people and words for relatives, then the others by how
 * often they are said.
 */
export function contextTerms(
  { turns }: TranscriptInput,
  namesIn: (text: string) => readonly string[],
): string[] {
  const text = turns.map((turn) => turn.text).join('\n');
  const counts = new Map<string, number>();
  for (const word of distinctOrNot(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const people = [
    ...namesIn(text).map((name) => name.toLowerCase()),
    ...[...counts.keys()].filter((word) => RELATION_WORD.test(word)),
  ];
  const others = [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
  return [...new Set([...people, ...others])].slice(0, MAX_TERMS);
}

/** The words of a statement that tell it from others. */
export function distinctWords(statement: string): string[] {
  return [...new Set(distinctOrNot(statement))];
}

function distinctOrNot(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replace(/’/g, "'")
      .match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [];
  return words.filter((word) => word.length > 1 && !STOP_WORDS.has(word));
}
