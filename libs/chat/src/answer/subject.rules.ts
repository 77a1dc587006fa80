import { findPersonNames, tokenize } from '#libs/ai';
import type { EvidenceTurn } from './answer-input.js';
import { rootOf } from './kin-words.js';
import type { Question } from './question.rules.js';

const OF_THE_SPEAKER = /\b(?:i|i'm|i'll|i've|i'd|we|we're|we'll|my|our|me|us)\b/i;
const OF_THE_LISTENER = /\b(?:you|you're|you'll|your)\b/i;
const OF_A_THIRD = /\b(?:he|she|they|his|her|their|him|them)\b/i;

/** Somebody else's doings in the owner's "I", or the owner's in another's "I", are not what was asked for. */
export function fitsSubject(question: Question, { text, isUser }: EvidenceTurn): boolean {
  const [speaker, listener] = [OF_THE_SPEAKER.test(text), OF_THE_LISTENER.test(text)];
  if (question.subject === 'open' || isUser === null || !(speaker || listener)) return true;
  if (question.subject === 'owner') return isUser ? speaker : listener || !speaker;
  return (isUser ? listener : speaker) || speaksOfThird(text);
}

function speaksOfThird(text: string): boolean {
  return OF_A_THIRD.test(text) || findPersonNames(text).length > 0;
}

/** What is the owner's is "my" in the owner's mouth and "your" in another's. True when nothing of the owner's is asked for. */
export function speaksOfOwned(question: Question, { text, isUser }: EvidenceTurn): boolean {
  const owned = question.terms.filter(({ isOwned }) => isOwned);
  if (owned.length === 0) return true;
  const possessives = isUser === null ? ['my', 'our', 'your'] : isUser ? ['my', 'our'] : ['your'];
  const words = tokenize(text).map(({ word }) => word);
  return words.some(
    (word, at) =>
      possessives.includes(word) && owned.some(({ root }) => rootOf(words[at + 1] ?? '') === root),
  );
}
