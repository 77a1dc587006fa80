import { expandContractions, isFirstName, splitSentences, tokenize } from '#libs/ai';
import type { Question } from './question.rules.js';
import { rootsOf } from './turn-match.rules.js';

/** Longer than this, a clause is no plain answer. */
const MAX_WORDS = 14;

/**
 * The clause that states what is asked about somebody, as a sentence: "Yes, no nuts please, Oliver is allergic to
 * peanuts" says "Oliver is allergic to peanuts." '' where none says every word of the question.
 */
export function statementIn({ subject, terms }: Question, texts: readonly string[]): string {
  if (subject !== 'other') return '';
  const clauses = texts.flatMap((text) => splitSentences(text)).flatMap(({ text }) => clausesOf(text));
  const stated = clauses.find((clause) => {
    const roots = rootsOf(clause);
    return startsWithName(clause) && terms.every(({ root, isValueWord }) => isValueWord || roots.has(root));
  });
  return stated ? `${stated.replace(/[.!]+$/, '')}.` : '';
}

function clausesOf(sentence: string): string[] {
  if (sentence.endsWith('?')) return [];
  return expandContractions(sentence).split(/[,;:] (?:and |but |because )?/);
}

function startsWithName(clause: string): boolean {
  const tokens = tokenize(clause);
  return tokens.length > 2 && tokens.length <= MAX_WORDS && isFirstName(tokens[0]!.raw);
}
