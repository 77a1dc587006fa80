import type { TranscriptSegment } from '#libs/contracts';

/**
 * Segments that one page holds, about 35 kB. Measured on a talk of four hours (2,880 segments, 0.9 MB of JSON) in SQLite: storing one
 * more takes 1.9 ms with pages, 79 ms when all lie in the row; reading all takes 4 ms with pages, 6 ms without.
 */
export const PAGE_SEGMENTS = 100;
/**
 * A finished talk goes back into its row as a whole, compressed, as the reference keeps it, if its JSON has at most this many characters:
 * about six and a half hours. Measured: 0.9 million (four hours) make 190 kB; even at half its size it stays below the megabyte that
 * Firestore takes.
 */
const WHOLE_MAX_CHARACTERS = 1_500_000;
/** A row keeps at least this many of the newest, so that joining sentences never needs a page. */
export const ROW_SEGMENTS = 50;

export interface PagedTranscript {
  /** What stays in the row. */
  readonly kept: TranscriptSegment[];
  /** Full pages to be written, oldest first. */
  readonly fullPages: readonly TranscriptSegment[][];
}

/** Moves the oldest segments out of a row that has grown too long. */
export function pageOut(segments: readonly TranscriptSegment[]): PagedTranscript {
  const fullPages: TranscriptSegment[][] = [];
  let from = 0;
  while (segments.length - from >= PAGE_SEGMENTS + ROW_SEGMENTS) {
    fullPages.push(segments.slice(from, from + PAGE_SEGMENTS));
    from += PAGE_SEGMENTS;
  }
  return { kept: segments.slice(from), fullPages };
}

export function fitsInRow(segments: readonly TranscriptSegment[]): boolean {
  let characters = 0;
  for (const segment of segments) characters += JSON.stringify(segment).length;
  return characters <= WHOLE_MAX_CHARACTERS;
}
