import { describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { turnsOf } from './turns-of-segment.rules.js';

const segment = {
  id: 's1',
  speaker: 'SPEAKER_00',
  is_user: false,
  text: 'Who has the tent? Martin has it. The party starts at noon. See you there.',
  start: 0,
  end: 12,
} as TranscriptSegment;
const noted = { noted: 'Party', eventAtMs: 7 };

describe('turnsOf', () => {
  it('keeps a turn whole where voices are known', () => {
    expect(turnsOf(segment, { ownerIsKnown: true, noted })).toMatchObject([{ text: segment.text, ...noted }]);
  });

  it('cuts a long segment of unknown voices into sentences and leaves the note at the one it is about', () => {
    const turns = turnsOf(segment, { ownerIsKnown: false, noted });
    expect(turns.map(({ text, eventAtMs }) => [text, eventAtMs])).toEqual([
      ['Who has the tent?', null],
      ['Martin has it.', null],
      ['The party starts at noon.', 7],
      ['See you there.', null],
    ]);
  });
});
