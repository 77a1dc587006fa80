import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { samplesOf } from '../support/recordings.js';

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

/** Reads a folder with `references.json` (path → text, reference) and decodes its mono flac and wav files at 16 kHz, one after the other. */
export async function* loadSpeechCorpus(folder: string): AsyncGenerator<SpokenRecording> {
  const listed = references.parse(JSON.parse(await readFile(join(folder, 'references.json'), 'utf8')));
  for (const [path, { text, reference }] of Object.entries(listed)) {
    yield { path, text, reference, samples: await samplesOf(join(folder, path)) };
  }
}
