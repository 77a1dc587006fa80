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

  it('says where somebody paused', () => {
    const { turns } = inputOf(
      { ...segment('a', 'Hello. Hi.', 0, false), pauses: [7] },
      segment('b', 'So.', 0, false),
    );
    expect(turns.map(({ pauses }) => pauses)).toEqual([[7], undefined]);
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

  it('names people whom the owner knows, and nobody else', () => {
    const said = [segment('a', 'Hello.', 0, true), { ...segment('b', 'Hi.', 1, false), person_id: 'p1' }];
    const stranger = { ...segment('c', 'Hey.', 2, false), person_id: 'p2' };
    const context = { timeZone: 'UTC', ownerName: null, names: new Map([['p1', 'Anna']]) };
    const { turns } = transcriptInputOf({ ...row, transcript_segments: [...said, stranger] }, context);
    expect(turns.map(({ speaker }) => speaker)).toEqual(['You', 'Anna', 'Speaker 2']);
  });

  it('counts dates of an old talk from the day on which it is processed', () => {
    const at = (nowMs: number) =>
      transcriptInputOf(row, { timeZone: 'UTC', ownerName: null, nowMs }).referenceMs;
    const startedMs = row.started_at.getTime();
    const week = 7 * 24 * 60 * 60_000;
    expect(at(startedMs + week)).toBeUndefined();
    expect(at(startedMs + week + 1)).toBe(startedMs + week + 1);
  });

  it('tells which meeting it was, and what its pictures show', () => {
    const meeting = {
      calendar_event_id: 'e',
      title: 'Budget',
      participants: [{ name: 'Anna' }, { email: 'bob@example.org' }, {}],
    };
    const conversation = { ...row, external_data: { calendar_meeting_context: meeting } };
    const input = transcriptInputOf(conversation, { timeZone: 'UTC', ownerName: null, photos: ['A rose.'] });
    expect(input).toMatchObject({
      meeting: { title: 'Budget', participants: ['Anna', 'bob@example.org'] },
      photos: ['A rose.'],
    });
  });
});
