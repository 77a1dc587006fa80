import { describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { passagesOf } from './passages.rules.js';

function segment(text: string, fields: Partial<TranscriptSegment> = {}): TranscriptSegment {
  return {
    id: 's1',
    text,
    speaker: 'SPEAKER_00',
    speaker_id: 0,
    is_user: false,
    person_id: null,
    start: 10,
    end: 20,
    translations: [],
    speech_profile_processed: true,
    stt_provider: null,
    ...fields,
  };
}

const SENTENCE = 'We walked along the river until the sun went down behind the hills. ';

describe('passages of a transcript', () => {
  it('leaves a short segment whole', () => {
    expect(passagesOf([segment('Hello. How are you?')])).toEqual([
      {
        segmentIds: ['s1'],
        speaker: 'SPEAKER_00',
        isUser: false,
        personId: null,
        from: 0,
        to: 19,
        start: 10,
        end: 20,
        text: 'Hello. How are you?',
      },
    ]);
  });

  it('cuts a long segment between sentences and shares its time out by length', () => {
    const text = SENTENCE.repeat(6).trim();
    const passages = passagesOf([segment(text)]);
    expect(passages.length).toBe(2);
    expect(passages.map((passage) => passage.text).join(' ')).toBe(text);
    for (const passage of passages) expect(passage.text).toMatch(/\.$/);
    expect(passages[0]!.start).toBe(10);
    expect(passages[0]!.end).toBe(passages[1]!.start);
    expect(passages[1]!.end).toBe(20);
  });

  it('keeps a sentence whole however long it is', () => {
    const text = `${'and then '.repeat(100)}it ended.`;
    expect(passagesOf([segment(text)]).map((passage) => passage.text)).toEqual([text]);
  });

  it('makes nothing of a segment without words', () => {
    expect(passagesOf([segment('  '), segment('')])).toEqual([]);
  });
});
