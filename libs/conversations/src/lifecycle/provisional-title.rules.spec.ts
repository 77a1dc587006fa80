import { describe, expect, it } from 'vitest';
import { provisionalTitle } from './provisional-title.rules.js';

const said = (...texts: string[]) => ({
  transcript_segments: texts.map((text, index) => ({
    id: `segment-${index}`,
    text,
    speaker: 'SPEAKER_00',
    speaker_id: 0,
    is_user: false,
    person_id: null,
    start: index,
    end: index + 1,
    translations: [],
    speech_profile_processed: true,
    stt_provider: null,
  })),
});

describe('what a conversation is called until it is understood', () => {
  it('is the first words that were said, and nothing else', () => {
    expect(
      provisionalTitle(said('', '…', 'so the landlord called about the broken boiler, and'), false),
    ).toBe('So the landlord called about the broken boiler');
    expect(provisionalTitle(said('Really?'), false)).toBe('Really');
    expect(provisionalTitle(said('我们明天去看医生。'), false)).toBe('我们明天去看医生。');
  });

  it('says only what it is when there are no words', () => {
    expect(provisionalTitle(said('', ' ... '), false)).toBe('Recording');
    expect(provisionalTitle(said(), true)).toBe('Photos');
  });

  it('does not show a code that was spoken', () => {
    expect(provisionalTitle(said('My PIN is 4 8 1 5, do not tell anyone.'), false)).toBe('Recording');
  });
});
