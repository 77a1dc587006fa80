import type { TranscriptSegment } from '#libs/contracts';

/** Segments that one page holds, about 40 kB. */
export const PAGE_SEGMENTS = 100;
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
