import type { MemoryEvidence, TranscriptInput } from '#libs/contracts';
import { normalizedContent } from '../memory.rules.js';

/**
 * Whether a quote stands in exactly these texts: word by word, in order, with a run of it in each. Case and punctuation do not matter, half
 * words do. A quote of two sentences from two segments may leave out what was said between them.
 */
export function standsIn(quote: string, texts: readonly string[]): boolean {
  const words = normalizedContent(quote).split(' ');
  if (words[0] === '' || texts.length === 0 || words.length < texts.length) return false;
  return hasRuns(words, texts.map(normalizedContent));
}

function hasRuns(words: readonly string[], [text, ...rest]: readonly string[]): boolean {
  const spaced = ` ${text} `;
  if (rest.length === 0) return spaced.includes(` ${words.join(' ')} `);
  for (let taken = 1; taken <= words.length - rest.length; taken += 1) {
    // A longer run cannot stand where a shorter one does not.
    if (!spaced.includes(` ${words.slice(0, taken).join(' ')} `)) return false;
    if (hasRuns(words.slice(taken), rest)) return true;
  }
  return false;
}

/** The texts of segments, one per id in the transcript's order; null when one of them is not there. */
export function textsOf(segmentIds: readonly string[], transcript: TranscriptInput): string[] | null {
  const turns = turnsOf(segmentIds, transcript);
  const found = new Set(turns.flatMap((turn) => turn.segmentIds));
  return segmentIds.length > 0 && segmentIds.every((id) => found.has(id))
    ? turns.map(({ text }) => text)
    : null;
}

/**
 * Whether what a memory rests on is still in the transcript: every segment, with the same words, said by the same voice. Of a quote that
 * was left out because it held a secret, the segments are all there is to look for.
 */
export function isStillSaid(evidence: MemoryEvidence, transcript: TranscriptInput): boolean {
  const texts = textsOf(evidence.segment_ids, transcript);
  if (!texts || !isSaidBySame(evidence, transcript)) return false;
  return evidence.quote === '' || standsIn(evidence.quote, texts);
}

function isSaidBySame({ by_owner, segment_ids }: MemoryEvidence, transcript: TranscriptInput): boolean {
  return by_owner === undefined || by_owner === ownerSaid(segment_ids, transcript);
}

/** Whether the owner said the last of these segments; null when voices could not be told apart. A question before it may be anyone's. */
export function ownerSaid(segmentIds: readonly string[], transcript: TranscriptInput): boolean | null {
  return turnsOf(segmentIds, transcript).at(-1)?.isUser ?? null;
}

/** The turns that are made of these segments. */
export function turnsOf(
  segmentIds: readonly string[],
  { turns }: TranscriptInput,
): readonly TranscriptInput['turns'][number][] {
  const cited = new Set(segmentIds);
  return turns.filter((turn) => turn.segmentIds.some((id) => cited.has(id)));
}
