import { splitSentences, tokenize } from '#libs/ai';
import type { TranscriptSegment } from '#libs/contracts';
import type { EvidenceTurn } from '../answer/answer-input.js';

/** What was understood to rest on a segment. */
export type TurnNotes = Pick<EvidenceTurn, 'noted' | 'eventAtMs'>;

/** A shorter segment is short enough to be quoted whole. */
const LONG_SENTENCES = 3;
export const NOTHING_NOTED: TurnNotes = { noted: '', eventAtMs: null };

/**
 * A segment as evidence. Where voices were not told apart, one segment may hold a question, its reply and the next
 * subject, so every sentence of it stands for itself; otherwise it is one turn.
 */
export function turnsOf(
  segment: TranscriptSegment,
  {
    ownerIsKnown,
    noted = NOTHING_NOTED,
  }: { readonly ownerIsKnown: boolean; readonly noted: TurnNotes | undefined },
): EvidenceTurn[] {
  const { id, speaker, is_user, text, start, end } = segment;
  const turn = { segmentIds: [id], speaker, isUser: ownerIsKnown ? is_user : null, start, end };
  const sentences = ownerIsKnown ? [] : splitSentences(text).map((sentence) => sentence.text);
  if (sentences.length < LONG_SENTENCES) return [{ ...turn, text, ...noted }];
  const bearer = bearerOf(sentences, noted.noted);
  return sentences.map((sentence, at) => ({
    ...turn,
    text: sentence,
    ...(at === bearer ? noted : NOTHING_NOTED),
  }));
}

/** The sentence that shares most words with what was understood; the last of equals, where it was settled. */
function bearerOf(sentences: readonly string[], noted: string): number {
  const words = new Set(wordsOf(noted));
  const shared = sentences.map((sentence) => wordsOf(sentence).filter((word) => words.has(word)).length);
  return shared.lastIndexOf(Math.max(...shared));
}

function wordsOf(text: string): string[] {
  return tokenize(text).map(({ word }) => word);
}
