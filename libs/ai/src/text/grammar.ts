import { compromise, type Compromise } from './compromise.js';

/** A text whose words are tagged with what they are. */
export type Grammar = ReturnType<Compromise>;

/** The grammar of a text: a millisecond or two for a sentence. */
export function grammarOf(text: string): Grammar {
  return compromise()(text);
}
