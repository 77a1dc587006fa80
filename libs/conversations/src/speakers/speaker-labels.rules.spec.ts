import { describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { NO_LABELS, OWNER_VOICE } from './speaker-label.js';
import { applyVoiceLabels, decide, labelOf, moveLabels, protectedIdsOf } from './speaker-labels.rules.js';

const segment = { id: 's', speaker_id: 1, is_user: false, person_id: null } as TranscriptSegment;
const manual = (personId: string | null) => ({ person_id: personId, source: 'manual', learn: true }) as const;
const heard = (personId: string) => ({ person_id: personId, source: 'voice', print_id: 'p' }) as const;
const personOf = (book: typeof NO_LABELS) => labelOf(book, segment)?.person_id;

describe('decisions on voices', () => {
  it('leave a segment alone that none is about', () => {
    expect(applyVoiceLabels({}, segment)).toBe(segment);
    const other = decide(NO_LABELS, { speakerId: 2 }, manual('anna'));
    expect(applyVoiceLabels({ speaker_labels: other }, segment)).toBe(segment);
  });

  it('make a segment the owner’s, a person’s or nobody’s, and never name the owner as a person', () => {
    const labelled = (personId: string | null) => {
      const speaker_labels = decide(NO_LABELS, { speakerId: 1 }, manual(personId));
      return applyVoiceLabels({ speaker_labels }, { ...segment, is_user: personId === null });
    };
    expect(labelled(OWNER_VOICE)).toMatchObject({ is_user: true, person_id: null });
    expect(labelled('anna')).toMatchObject({ is_user: false, person_id: 'anna' });
    expect(labelled(null)).toMatchObject({ is_user: false, person_id: null });
  });

  it('hold in the order they were made, whether on the voice or on the segment', () => {
    const onSegment = decide(NO_LABELS, { segmentIds: ['s'] }, manual('anna'));
    const onVoice = decide(onSegment, { speakerId: 1 }, manual('bob'));
    expect(personOf(onVoice)).toBe('bob');
    expect(personOf(decide(onVoice, { segmentIds: ['s'] }, manual(null)))).toBeNull();
  });

  it('by a person win over recognition, whichever comes first', () => {
    const first = decide(NO_LABELS, { speakerId: 1 }, manual('anna'));
    expect(personOf(decide(first, { speakerId: 1 }, heard('bob')))).toBe('anna');
    expect(personOf(decide(first, { segmentIds: ['s'] }, heard('bob')))).toBe('anna');
    const second = decide(NO_LABELS, { segmentIds: ['s'] }, heard('bob'));
    expect(personOf(decide(second, { speakerId: 1 }, manual('anna')))).toBe('anna');
  });

  it('by recognition count on the segment before the voice', () => {
    const both = decide(
      decide(NO_LABELS, { segmentIds: ['s'] }, heard('anna')),
      { speakerId: 1 },
      heard('bob'),
    );
    expect(personOf(both)).toBe('anna');
  });

  it('protect segments that were labelled one by one from being joined', () => {
    const book = decide(NO_LABELS, { segmentIds: ['s'] }, manual('anna'));
    expect([...protectedIdsOf({ speaker_labels: decide(book, { speakerId: 1 }, heard('bob')) })]).toEqual([
      's',
    ]);
    expect([
      ...protectedIdsOf({ speaker_labels: decide(book, { segmentIds: ['t'] }, heard('bob')) }),
    ]).toEqual(['s', 't']);
    expect(protectedIdsOf({}).size).toBe(0);
  });

  it('go along with words that are joined into another segment, the stronger one staying', () => {
    const book = decide(
      decide(NO_LABELS, { segmentIds: ['s'] }, manual('anna')),
      { segmentIds: ['t'] },
      heard('bob'),
    );
    const moved = moveLabels(book, new Map([['s', 't']]));
    expect(Object.keys(moved.by_segment)).toEqual(['t']);
    expect(moved.by_segment['t']).toMatchObject({ person_id: 'anna' });
    expect(moveLabels(moved, new Map([['x', 'y']]))).toBe(moved);
    expect(moveLabels(book, new Map([['t', 's']])).by_segment['s']).toMatchObject({ person_id: 'anna' });
  });
});
