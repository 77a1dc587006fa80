import { expect, it } from 'vitest';
import { timeInFileName } from './audio-file-time.rules.js';

it.each([
  ['2026-05-01 10.20.30.m4a', '2026-05-01T08:20:30Z'],
  ['Recording 2026-01-01 at 10.20.30.wav', '2026-01-01T09:20:30Z'],
  ['REC_20260501_102030.mp3', '2026-05-01T08:20:30Z'],
  ['20260501-1020.ogg', '2026-05-01T08:20:00Z'],
  ['2026-05-01T10:20:30.opus', '2026-05-01T08:20:30Z'],
  ['voice-1777623630.flac', '2026-05-01T08:20:30Z'],
  ['1777623630250.flac', '2026-05-01T08:20:30.250Z'],
])('%s was recorded at %s by the clock in Berlin', (name, moment) => {
  expect(timeInFileName(name, 'Europe/Berlin')).toBe(Date.parse(moment));
});

it.each(['talk.mp3', '2026-05-01.mp3', 'track 12.wav', '20261301_102030.mp3', '12345678901234567890.wav'])(
  '%s tells no moment',
  (name) => expect(timeInFileName(name, 'UTC')).toBeNull(),
);
