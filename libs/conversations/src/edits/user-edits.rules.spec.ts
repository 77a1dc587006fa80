import { describe, expect, it } from 'vitest';
import type { CalendarEvent, Structured, TranscriptSegment } from '#libs/contracts';
import { isCorrectedAt, keepingEdits, markEvents, withSegmentText } from './user-edits.rules.js';

const event = (title: string, day: number, created = false): CalendarEvent => ({
  title,
  description: '',
  start: new Date(Date.UTC(2026, 0, day)),
  duration: 30,
  created,
  source_segment_ids: [],
});
const structured = (fields: Partial<Structured>): Structured => ({
  title: '',
  overview: '',
  emoji: '🧠',
  category: 'other',
  action_items: [],
  events: [],
  ...fields,
});

describe('keepingEdits', () => {
  it('keeps what its owner wrote, and takes everything else from what was found', () => {
    const row = {
      structured: structured({ title: 'Mine', overview: 'Old' }),
      user_edits: { title: true },
    } as const;
    const found = structured({ title: 'Found', overview: 'New' });
    expect(keepingEdits(row, found)).toMatchObject({ title: 'Mine', overview: 'New' });
    expect(keepingEdits({ structured: row.structured }, found)).toEqual(found);
  });

  it('keeps appointments that are in a calendar, in order, and each once', () => {
    const stored = [event('Dentist', 3, true), event('Lunch', 4)];
    const row = { structured: structured({ events: stored }), user_edits: { events: true } } as const;
    const found = structured({ events: [event('Opera', 2), event('At the dentist', 3)] });
    expect(keepingEdits(row, found).events.map(({ title }) => title)).toEqual(['Opera', 'Dentist']);
  });
});

describe('markEvents', () => {
  it('passes over places that are not there', () => {
    const marks = [
      { index: 1, created: true },
      { index: 7, created: true },
      { index: -1, created: true },
    ];
    expect(markEvents([event('a', 1), event('b', 2)], marks).map(({ created }) => created)).toEqual([
      false,
      true,
    ]);
  });
});

describe('withSegmentText', () => {
  const segment = { id: 's', text: 'Old', translations: [{ lang: 'de', text: 'Alt' }] } as TranscriptSegment;
  const row = {
    transcript_segments: [segment],
    translated: { lang: 'de', lengths: { s: 3, t: 5 }, calls: 1 },
  };

  it('makes the words the owner’s, and what was translated of the old ones due again', () => {
    expect(withSegmentText(row, 's', 'New')).toEqual({
      transcript_segments: [{ id: 's', text: 'New', translations: [] }],
      user_edits: { segment_ids: ['s'] },
      translated: { lang: 'de', lengths: { t: 5 }, calls: 1 },
    });
  });

  it('changes nothing for the same words, and knows what is not there', () => {
    expect(withSegmentText(row, 's', 'Old')).toEqual({});
    expect(withSegmentText(row, 'x', 'New')).toBeNull();
  });
});

describe('isCorrectedAt', () => {
  it('is true within what the owner corrected, and nowhere else', () => {
    const [first, second] = [
      { id: 'a', start: 0, end: 4 },
      { id: 'b', start: 5, end: 9 },
    ] as TranscriptSegment[];
    const row = {
      started_at: new Date(60_000),
      transcript_segments: [first!, second!],
      user_edits: { segment_ids: ['b'] },
    };
    expect([63_000, 64_500, 66_000, 70_000].map((atMs) => isCorrectedAt(row, atMs))).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });
});
