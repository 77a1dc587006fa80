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
