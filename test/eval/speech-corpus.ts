import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import decode from 'audio-decode';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { z } from 'zod';

/** A recording with what is said in it. */
export interface SpokenRecording {
  /** Path below the corpus. */
  readonly path: string;
  readonly text: string;
  /** How the text came about: what may be concluded from it depends on that. */
  readonly reference: string;
  /** PCM, mono, 16 kHz, signed 16 bit. */
  readonly samples: Int16Array;
}

const references = z.record(z.string(), z.object({ text: z.string().min(1), reference: z.string() }));

/** Reads a folder with `references.json` (path → text, reference) and decodes its flac and wav files one after the other. */
export async function* loadSpeechCorpus(folder: string): AsyncGenerator<SpokenRecording> {
  const listed = references.parse(JSON.parse(await readFile(join(folder, 'references.json'), 'utf8')));
  for (const [path, { text, reference }] of Object.entries(listed)) {
    yield { path, text, reference, samples: await decodeRecording(join(folder, path)) };
  }
}

/** Any file that audio-decode reads. Throws when it is not at 16 kHz: resampling would be measured, too. */
export async function decodeRecording(path: string): Promise<Int16Array> {
  const { channelData, sampleRate } = await decode(await readFile(path));
  if (sampleRate !== SPEECH_SAMPLE_RATE)
    throw new Error(`${path} is at ${sampleRate} Hz, not ${SPEECH_SAMPLE_RATE}`);
  const [first, ...others] = channelData;
  if (!first) throw new Error(`${path} holds no sound`);
  return Int16Array.from(first, (sample, index) => {
    const mean = others.reduce((sum, channel) => sum + channel[index]!, sample) / channelData.length;
    return Math.max(-32_768, Math.min(32_767, Math.round(mean * 32_768)));
  });
}
