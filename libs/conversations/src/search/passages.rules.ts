import type { TranscriptSegment } from '#libs/contracts';

/** A stretch of one segment that is found and cited as one piece: whole sentences, or the whole segment when it is short. */
export interface TranscriptPassage {
  readonly segmentIds: readonly string[];
  readonly speaker: string;
  readonly isUser: boolean;
  readonly personId: string | null;
  /** Characters of the segment's text. */
  readonly from: number;
  readonly to: number;
  /** Seconds since the conversation's start. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * Sentences are gathered until a passage has this many characters. About two spoken sentences: turns of this size are what the retrieval
 * figures of LoCoMo (BM25 with neighbouring turns, recall 0.64 at 10) were measured on.
 */
const PASSAGE_CHARACTERS = 160;

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Cuts a transcript into passages, in its order. The same segments always give the same passages, so a number names one. */
export function passagesOf(segments: readonly TranscriptSegment[]): TranscriptPassage[] {
  return segments.flatMap(passagesOfSegment);
}

function passagesOfSegment(segment: TranscriptSegment): TranscriptPassage[] {
  return sentenceWindows(segment.text).map((window) => passageAt(segment, window));
}

/** The passage between two characters of a segment. */
export function passageAt(segment: TranscriptSegment, { from, to }: Window): TranscriptPassage {
  const secondsPerCharacter = (segment.end - segment.start) / Math.max(1, segment.text.length);
  return {
    segmentIds: [segment.id],
    speaker: segment.speaker,
    isUser: segment.is_user,
    personId: segment.person_id ?? null,
    from,
    to,
    start: segment.start + from * secondsPerCharacter,
    end: segment.start + to * secondsPerCharacter,
    text: segment.text.slice(from, to).trim(),
  };
}

/** Ranges of characters, each of whole sentences; blank text gives none. */
function sentenceWindows(text: string): Window[] {
  const windows: Window[] = [];
  let from = 0;
  for (const { index, segment } of sentences.segment(text)) {
    const to = index + segment.length;
    if (to - from < PASSAGE_CHARACTERS && to < text.length) continue;
    windows.push({ from, to });
    from = to;
  }
  return windows.filter((window) => text.slice(window.from, window.to).trim() !== '');
}
