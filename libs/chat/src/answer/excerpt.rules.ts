import { screenSecrets, splitSentences } from '#libs/ai';
import type { EvidenceConversation } from './answer-input.js';
import type { Question } from './question.rules.js';
import { strengthsIn, rootsOf } from './turn-match.rules.js';

/** A quote is the sentence that answers and at most one neighbour. */
const MAX_SENTENCES = 2;

/** Cuts what was said down to what may and should be quoted. */
export type Excerpt = (text: string) => string;

/**
 * The sentences of a text that fit a question best: one, or two in a row. Never one that holds a secret that was said
 * anywhere in the conversation; '' when nothing else is left.
 */
export function excerptsOf(question: Question, { turns }: EvidenceConversation): Excerpt {
  const secrets = screenSecrets(turns.flatMap(({ text }) => sentencesOf(text)));
  return (text) => {
    const sentences = sentencesOf(text).filter((sentence) => !secrets.taints(sentence));
    return bestStretch(question, sentences).join(' ');
  };
}

function sentencesOf(text: string): string[] {
  return splitSentences(text).map((sentence) => sentence.text);
}

function bestStretch({ terms }: Question, sentences: readonly string[]): readonly string[] {
  if (sentences.length <= MAX_SENTENCES) return sentences;
  const fits = sentences.map((sentence) =>
    strengthsIn(rootsOf(sentence), terms).reduce((sum, strength) => sum + strength, 0),
  );
  const best = fits.indexOf(Math.max(...fits));
  // What follows explains more often than what leads up to it, unless that fits and what follows does not.
  const start = (fits[best - 1] ?? 0) > (fits[best + 1] ?? -1) ? best - 1 : best;
  return sentences.slice(start, start + MAX_SENTENCES);
}
