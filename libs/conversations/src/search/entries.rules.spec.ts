import { describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { newConversationRow } from '../store/conversation-row.js';
import { entriesOf } from './entries.rules.js';

function segment(id: string, speaker: number, text: string): TranscriptSegment {
  return {
    id,
    text,
    speaker: `SPEAKER_0${speaker}`,
    speaker_id: speaker,
    is_user: false,
    person_id: null,
    start: 0,
    end: 1,
    translations: [],
    speech_profile_processed: true,
    stt_provider: null,
  };
}

/** What stands around each of the passages, when this is said in turn. */
function contextsOf(...turns: readonly (readonly [speaker: number, text: string])[]): string[] {
  const fields = { id: 'c', source: 'omi', language: 'en', timeoutSeconds: 120 } as const;
  const row = newConversationRow({ ...fields, clientDeviceId: null, clientPlatform: null }, new Date(0));
  const transcript_segments = turns.map(([speaker, text], place) => segment(`s${place}`, speaker, text));
  return entriesOf({ ...row, transcript_segments }).map(({ context }) => context);
}

describe('entries of a conversation', () => {
  it('have the words of two passages on each side', () => {
    expect(contextsOf([0, 'one'], [0, 'two'], [0, 'three'], [0, 'four'])).toEqual([
      'two\nthree',
      'one\nthree\nfour',
      'one\ntwo\nfour',
      'two\nthree',
    ]);
  });

  it('have a question that they answer twice', () => {
    expect(contextsOf([0, 'Did you call the dentist?'], [1, 'Yes, on Monday.'])).toEqual([
      'Yes, on Monday.',
      'Did you call the dentist?\nDid you call the dentist?',
    ]);
    expect(contextsOf([0, '牙医你打电话了吗？'], [1, '打了。'])[1]).toBe(
      '牙医你打电话了吗？\n牙医你打电话了吗？',
    );
  });

  it('have a question that nobody else was left to answer once', () => {
    expect(contextsOf([0, 'Did I call?'], [0, 'I did.'])[1]).toBe('Did I call?');
    expect(contextsOf([0, 'Did you call? I forgot.'], [1, 'Never mind.'])[1]).toBe('Did you call? I forgot.');
  });
});
