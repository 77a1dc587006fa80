import { describe, expect, it } from 'vitest';
import type { TranscriptSegment, Translation } from '#libs/contracts';
import { nextBatch, withDealtWith } from './translation.rules.js';

const segment = (id: string, text: string, ...translations: Translation[]) =>
  ({ id, text, translations }) as TranscriptSegment;
const rowOf = (segments: TranscriptSegment[], lengths: Record<string, number> = {}, lang = 'en') => ({
  transcript_segments: segments,
  translated: { lang, lengths, calls: 1 },
});
const idsOf = (batch: readonly { id: string }[]) => batch.map(({ id }) => id);

describe('what is translated next', () => {
  it('is what is new or has grown, of the latter what was added', () => {
    const row = rowOf([segment('a', 'Guten Tag'), segment('b', 'Hallo. Und Servus'), segment('c', 'Neu')], {
      a: 9,
      b: 6,
    });
    expect(nextBatch(row, 'en')).toEqual([
      { id: 'b', text: 'Hallo. Und Servus', added: ' Und Servus', isTranslated: false },
      { id: 'c', text: 'Neu', added: 'Neu', isTranslated: false },
    ]);
  });

  it('is a segment as a whole that lost words to another', () => {
    expect(nextBatch(rowOf([segment('a', 'Guten Tag')], { a: 20 }), 'en')[0]?.added).toBe('Guten Tag');
  });

  it('is everything when the owner wants another language', () => {
    const row = rowOf([segment('a', 'Guten Tag', { lang: 'en', text: 'Hello' })], { a: 9 });
    expect(nextBatch(row, 'en')).toEqual([]);
    expect(idsOf(nextBatch(row, 'fr'))).toEqual(['a']);
  });

  it('is not what comes back translated from the pages of a long talk, nor what has no words', () => {
    const row = rowOf([segment('a', 'Guten Tag', { lang: 'en', text: 'Hello' }), segment('b', ' ')]);
    expect(nextBatch(row, 'en')).toEqual([]);
  });

  it('is at most twenty segments, and so many characters as one answer can hold', () => {
    const many = Array.from({ length: 30 }, (_, at) => segment(`s${at}`, 'Ja.'));
    expect(nextBatch(rowOf(many), 'en')).toHaveLength(20);
    const long = ['a', 'b', 'c'].map((id) => segment(id, 'x'.repeat(1_200)));
    expect(idsOf(nextBatch(rowOf(long), 'en'))).toEqual(['a', 'b']);
    expect(nextBatch(rowOf([segment('a', 'x'.repeat(9_000))]), 'en')).toHaveLength(1);
  });
});

describe('a translation that is stored', () => {
  const french = { lang: 'fr', text: 'Bonjour' };

  it('takes the place of the one before, and leaves those into other languages', () => {
    const row = rowOf([segment('a', 'Guten Tag', french, { lang: 'en', text: 'Good' })]);
    const dealt = [{ id: 'a', text: 'Guten Tag', translation: 'Good day' }];
    const { fields, translatedIds } = withDealtWith(row, 'en', dealt, 1);
    expect(translatedIds).toEqual(['a']);
    expect(fields.transcript_segments![0]!.translations).toEqual([french, { lang: 'en', text: 'Good day' }]);
    expect(fields.translated).toEqual({ lang: 'en', lengths: { a: 9 }, calls: 2 });
  });

  it('is dropped when the segment has changed meanwhile or is gone, which stays due', () => {
    const row = rowOf([segment('a', 'Guten Tag zusammen')]);
    const dealt = [
      { id: 'a', text: 'Guten Tag', translation: 'Good day' },
      { id: 'gone', text: 'Ja', translation: 'Yes' },
    ];
    const { fields, translatedIds } = withDealtWith(row, 'en', dealt, 1);
    expect(translatedIds).toEqual([]);
    expect(fields).toEqual({ translated: { lang: 'en', lengths: {}, calls: 2 } });
    expect(idsOf(nextBatch({ ...row, ...fields }, 'en'))).toEqual(['a']);
  });

  it('is not needed for what is in the owner’s language, which is not looked at again', () => {
    const row = rowOf([segment('a', 'Hello')]);
    const { fields } = withDealtWith(row, 'en', [{ id: 'a', text: 'Hello', translation: null }], 0);
    expect(fields.transcript_segments).toBeUndefined();
    expect(nextBatch({ ...row, ...fields }, 'en')).toEqual([]);
  });

  it('remembers nothing of segments that are not in the row any more', () => {
    const { fields } = withDealtWith(rowOf([segment('a', 'Hello')], { a: 5, old: 12 }), 'en', [], 0);
    expect(fields.translated!.lengths).toEqual({ a: 5 });
  });
});
