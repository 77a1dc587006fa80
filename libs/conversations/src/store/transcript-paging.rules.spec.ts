import { describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { PAGE_SEGMENTS, pageOut, ROW_SEGMENTS } from './transcript-paging.rules.js';

const segments = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index) }) as TranscriptSegment);

describe('paging a transcript', () => {
  it('leaves a row alone until a full page can go and enough stays', () => {
    const short = segments(PAGE_SEGMENTS + ROW_SEGMENTS - 1);
    expect(pageOut(short)).toEqual({ kept: short, fullPages: [] });
  });

  it('moves the oldest out, in full pages, and loses none', () => {
    const long = segments(2 * PAGE_SEGMENTS + ROW_SEGMENTS + 7);
    const { kept, fullPages } = pageOut(long);
    expect(fullPages.map((page) => page.length)).toEqual([PAGE_SEGMENTS, PAGE_SEGMENTS]);
    expect(kept).toHaveLength(ROW_SEGMENTS + 7);
    expect([...fullPages.flat(), ...kept]).toEqual(long);
  });
});
