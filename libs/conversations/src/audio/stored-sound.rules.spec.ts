import { describe, expect, it } from 'vitest';
import type { AudioFile } from '#libs/contracts';
import { blobsOf, placedSounds } from './stored-sound.rules.js';

const STARTED = new Date(1_700_000_000_000);
const START_SECONDS = STARTED.getTime() / 1_000;
const FILE: AudioFile = {
  id: 'file',
  uid: 'ada',
  conversation_id: 'talk',
  chunk_timestamps: [START_SECONDS - 0.5, START_SECONDS + 59.500_01, START_SECONDS + 400],
  chunk_offsets: [0, 60, 90],
  chunk_ids: ['a', 'b', 'c'],
  chunk_sizes: [10, 20, 30],
  provider: 'files',
  started_at: STARTED,
  duration: 91,
  content_type: 'audio/ogg',
  size: 60,
};

describe('a stored recording', () => {
  it('lies in its pieces, one after the other', () => {
    expect(
      blobsOf('ada', FILE).map(({ key, sizeBytes, fromSample, samples }) => [
        key,
        sizeBytes,
        fromSample,
        samples,
      ]),
    ).toEqual([
      ['audio/ada/talk/file/a.ogg', 10, 0, 960_000],
      ['audio/ada/talk/file/b.ogg', 20, 960_000, 480_000],
      ['audio/ada/talk/file/c.ogg', 30, 1_440_000, 16_000],
    ]);
  });

  it('has its place on the clock of its conversation; pieces that follow on each other leave no gap of a few samples', () => {
    const places = placedSounds('ada', FILE, STARTED);
    expect(places.map(({ startSample, samples, fromSample }) => [startSample, samples, fromSample])).toEqual([
      [-8_000, 960_000, 0],
      [952_000, 480_000, 0],
      [6_400_000, 16_000, 0],
    ]);
  });

  it('of an earlier version is one file whose stretches have their places', () => {
    const old: AudioFile = { ...FILE };
    delete old.chunk_ids;
    delete old.chunk_sizes;
    expect(blobsOf('ada', { ...old, content_type: 'audio/wav' }).map(({ id, key }) => [id, key])).toEqual([
      ['file', 'audio/ada/talk/file.wav'],
    ]);
    const places = placedSounds('ada', old, STARTED);
    expect(places.map(({ startSample, fromSample }) => [startSample, fromSample])).toEqual([
      [-8_000, 0],
      [952_000, 960_000],
      [6_400_000, 1_440_000],
    ]);
  });
});
