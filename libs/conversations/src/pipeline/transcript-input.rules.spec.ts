import { describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { newConversationRow } from '../store/conversation-row.js';
import { transcriptInputOf } from './transcript-input.rules.js';

const row = newConversationRow(
  { id: 'c', source: 'omi', language: null, timeoutSeconds: 120, clientDeviceId: null, clientPlatform: null },
  new Date(Date.UTC(2026, 2, 5, 16)),
);

function segment(id: string, text: string, speaker: number, isUser: boolean): TranscriptSegment {
  return {
    id,
    text,
    speaker: `SPEAKER_0${speaker}`,
    speaker_id: speaker,
    is_user: isUser,
    person_id: null,
    start: 1,
    end: 2,
    translations: [],
    speech_profile_processed: true,
    stt_provider: null,
  };
}

const inputOf = (...segments: TranscriptSegment[]) =>
  transcriptInputOf({ ...row, transcript_segments: segments }, { timeZone: 'Asia/Tokyo', ownerName: 'Ada' });

describe('a conversation as language tasks see it', () => {
  it('does not know who speaks while nobody was recognized as the owner', () => {
    const { turns } = inputOf(segment('a', 'Hello.', 0, false), segment('b', 'Hi.', 1, false));
    expect(turns.map(({ speaker, isUser }) => [speaker, isUser])).toEqual([
      ['Speaker 0', null],
      ['Speaker 1', null],
    ]);
  });

  it('tells the owner from the others once the owner was recognized', () => {
    const { turns } = inputOf(segment('a', 'Hello.', 0, true), segment('b', 'Hi.', 1, false));
    expect(turns.map(({ speaker, isUser }) => [speaker, isUser])).toEqual([
      ['You', true],
      ['Speaker 1', false],
    ]);
  });

  it('leaves segments without words out and takes the rest over as it is', () => {
    expect(inputOf(segment('a', ' ', 0, false), segment('b', 'Hi.', 0, false))).toEqual({
      turns: [{ segmentIds: ['b'], speaker: 'Speaker 0', isUser: null, text: 'Hi.', start: 1, end: 2 }],
      startedAtMs: Date.UTC(2026, 2, 5, 16),
      timeZone: 'Asia/Tokyo',
      language: 'en',
      ownerName: 'Ada',
    });
  });
});
