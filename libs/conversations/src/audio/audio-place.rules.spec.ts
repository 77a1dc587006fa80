import { describe, expect, it } from 'vitest';
import type { AudioFile } from '#libs/contracts';
import { placeInAudio } from './audio-place.rules.js';

const STARTED_AT = new Date(Date.UTC(2026, 2, 5, 16, 0, 0));
const startSeconds = STARTED_AT.getTime() / 1000;

function file(id: string, stretches: readonly { at: number; offset: number }[], duration: number): AudioFile {
  return {
    id,
    uid: 'ada',
    conversation_id: 'c',
    chunk_timestamps: stretches.map(({ at }) => startSeconds + at),
    chunk_offsets: stretches.map(({ offset }) => offset),
    provider: 'files',
    started_at: STARTED_AT,
    duration,
    content_type: 'audio/ogg',
    size: 1,
  };
}

/** Recorded from 2 s before the first word; the device was away from 28 s to 128 s, which the file leaves out; then another session. */
const conversation = {
  started_at: STARTED_AT,
  audio_files: [
    file('first', [{ at: -2, offset: 0 }, { at: 128, offset: 30 }], 40),
    file('second', [{ at: 200, offset: 0 }], 10),
  ],
}; // prettier-ignore

describe('the place of a second in the recordings', () => {
  it.each([
    [0, { fileId: 'first', offset: 2 }],
    [27.5, { fileId: 'first', offset: 29.5 }],
    [130, { fileId: 'first', offset: 32 }],
    [205, { fileId: 'second', offset: 5 }],
  ])('finds second %s', (seconds, place) => {
    expect(placeInAudio(conversation, seconds)).toEqual(place);
  });

  it.each([-3, 60, 150, 210])('knows that second %s was not recorded', (seconds) => {
    expect(placeInAudio(conversation, seconds)).toBeNull();
  });
});
