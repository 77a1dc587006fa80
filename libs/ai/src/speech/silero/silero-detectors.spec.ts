import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import decode from 'audio-decode';
import { beforeAll, describe, expect, it } from 'vitest';
import { skipNotice, testDataFolder } from '../../../../../test/support/test-data.js';
import { SherpaDetectors } from '../../testing/sherpa-detectors.js';
import { sileroFile } from '../../testing/silero-file.js';
import { faint, twoSentences } from '../../testing/two-sentences.js';
import { FRAME_SAMPLES } from '../audio-frames.js';
import type { VoiceDetector } from '../voice-detector.js';
import { SileroDetectors } from './silero-detectors.js';

const audio = testDataFolder('audio');
if (!audio) skipNotice('the voice detector on real recordings');

let detectors: SileroDetectors;
let yardstick: SherpaDetectors;
let sentences: Int16Array;

beforeAll(async () => {
  const model = await sileroFile();
  detectors = new SileroDetectors(await readFile(model));
  yardstick = new SherpaDetectors(model);
  sentences = await twoSentences();
});

function framesOf(samples: Int16Array): Int16Array[] {
  return Array.from({ length: Math.floor(samples.length / FRAME_SAMPLES) }, (_, frame) =>
    samples.subarray(frame * FRAME_SAMPLES, (frame + 1) * FRAME_SAMPLES),
  );
}

function voicedFrames(detector: VoiceDetector, samples: Int16Array): number[] {
  return framesOf(samples).flatMap((frame, index) => (detector.hears(frame) ? [index] : []));
}

async function recordings(folder: string): Promise<Int16Array[]> {
  const names = await readdir(folder, { recursive: true });
  const sounds = names.filter((name) => name.endsWith('.flac')).map((name) => join(folder, name));
  const decoded = sounds.map(async (path) => decode(await readFile(path)));
  return (await Promise.all(decoded))
    .filter(({ sampleRate }) => sampleRate === 16_000)
    .map(({ channelData }) => Int16Array.from(channelData[0]!, (sample) => Math.round(sample * 32_767)));
}

describe('SileroDetectors', () => {
  it.each([1, 50, 100, 150, 200, 300])(
    'decide frame by frame as sherpa-onnx does on a voice %i times as far away',
    (times) => {
      const sound = times === 1 ? sentences : faint(sentences, times);
      const decided = voicedFrames(detectors.create(), sound);
      expect(decided.length).toBeGreaterThan(0);
      expect(decided).toEqual(voicedFrames(yardstick.create(), sound));
    },
  );

  it.runIf(audio)(
    'decide as sherpa-onnx does on recordings of many voices',
    async () => {
      const sounds = await recordings(audio!);
      expect(sounds.length).toBeGreaterThan(20);
      for (const sound of sounds) {
        expect(voicedFrames(detectors.create(), sound)).toEqual(voicedFrames(yardstick.create(), sound));
      }
    },
    120_000,
  );

  it('keep streams apart that take turns', () => {
    const sounds = [sentences, faint(sentences, 100), sentences.toReversed()];
    const taken = sounds.map((sound) => ({ detector: detectors.create(), frames: framesOf(sound) }));
    const together = sounds.map((): number[] => []);
    taken[0]!.frames.forEach((_, index) => {
      taken.forEach(({ detector, frames }, stream) => {
        if (detector.hears(frames[index]!)) together[stream]!.push(index);
      });
    });
    expect(together).toEqual(sounds.map((sound) => voicedFrames(detectors.create(), sound)));
  });

  it('begin anew for each stream, whoever spoke before', () => {
    const first = voicedFrames(detectors.create(), sentences);
    detectors.create().hears(sentences.subarray(45 * FRAME_SAMPLES, 46 * FRAME_SAMPLES));
    expect(voicedFrames(detectors.create(), sentences)).toEqual(first);
  });

  it('keep nothing of a frame that the caller uses again', () => {
    const detector = detectors.create();
    const reused = new Int16Array(FRAME_SAMPLES);
    const decided = framesOf(sentences).flatMap((frame, index) => {
      reused.set(frame);
      const heard = detector.hears(reused);
      reused.fill(0);
      return heard ? [index] : [];
    });
    expect(decided).toEqual(voicedFrames(detectors.create(), sentences));
  });
});
