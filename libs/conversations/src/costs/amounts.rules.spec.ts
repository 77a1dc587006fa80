import { describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { newConversationRow } from '../store/conversation-row.js';
import { amountsOf } from './amounts.rules.js';

const { structured } = newConversationRow(
  { id: 'c', source: 'omi', language: null, timeoutSeconds: 120, clientDeviceId: null, clientPlatform: null },
  new Date(0),
);
const segment = (start: number, end: number, text: string) => ({ start, end, text }) as TranscriptSegment;

describe('what a conversation adds to its owner’s usage', () => {
  it('are its seconds, those in which somebody spoke, and its words', () =>
    expect(amountsOf([segment(0, 4, 'One two three'), segment(10, 12, 'four')], structured)).toMatchObject({
      transcription_seconds: 12,
      speech_seconds: 6,
      words_transcribed: 4,
    }));
  it('are no more seconds of speech than it lasted', () =>
    expect(amountsOf([segment(0, 10, 'a'), segment(0, 10, 'b')], structured).speech_seconds).toBe(10));
  it('are words also where no blanks are written', () =>
    expect(amountsOf([segment(0, 1, '明日の朝')], structured).words_transcribed).toBe(3));
  it('are insights: sentences that say something, tasks and appointments', () => {
    const understood = {
      ...structured,
      title: 'Short',
      overview: 'They talked. Anna will bring the cake on Monday.',
    };
    expect(amountsOf([], understood).insights_gained).toBe(1);
  });
});
