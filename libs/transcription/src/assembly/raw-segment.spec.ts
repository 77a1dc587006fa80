import { describe, expect, it } from 'vitest';
import { toRawSegment } from './raw-segment.js';

const utterance = {
  id: 'u1',
  text: 'good morning',
  startMs: 1_000_500,
  endMs: 1_001_750,
  positionStartMs: 0,
  positionEndMs: 1_250,
  speaker: 3,
  provider: 'local',
};

describe('raw segment', () => {
  it('counts seconds from the start of its conversation', () => {
    expect(toRawSegment(utterance, 1_000_000, 'local')).toMatchObject({
      id: 'u1',
      start: 0.5,
      end: 1.75,
      speaker: 'SPEAKER_03',
      speaker_id: 3,
      stt_provider: 'local',
    });
  });

  it('never begins before its conversation', () => {
    expect(toRawSegment(utterance, 1_001_000, null)).toMatchObject({ start: 0, end: 0.75 });
  });
});
