import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import decode from 'audio-decode';
import type { ScriptedUtterance } from './fake-speech-to-text.js';

/** What is said in `twoSentences()`, and when: two of flite's voices, a second of silence before, between and after. */
export const TWO_SENTENCES: readonly ScriptedUtterance[] = [
  { text: 'We should meet at the library on Monday.', startMs: 1_270, endMs: 3_350 },
  { text: 'Please bring the blue umbrella.', startMs: 4_760, endMs: 6_260 },
];

/** A recording of 7.3 s, mono, 16 kHz. */
export async function twoSentences(): Promise<Int16Array> {
  const path = fileURLToPath(new URL('./two-sentences.flac', import.meta.url));
  const { channelData } = await decode(await readFile(path));
  return Int16Array.from(channelData[0]!, (sample) => Math.round(sample * 32_767));
}

/** The same sound from far away: `times` quieter, behind the hiss of a room, which is the same each time. */
export function faint(samples: Int16Array, times: number): Int16Array {
  let seed = 1;
  return samples.map((sample) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return sample / times + (seed / 2 ** 32 - 0.5) * 16;
  });
}
