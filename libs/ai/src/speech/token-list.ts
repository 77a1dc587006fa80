import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes the vocabulary that Moonshine shares with Llama 2 in the form sherpa reads: `base64(token) id` lines; plain tokens would end the
 * process. Does nothing when the file is there. Takes 100 ms of computing: not for the main thread.
 */
export async function ensureTokenList(path: string): Promise<void> {
  if (existsSync(path)) return;
  const { default: tokenizer } = await import('llama-tokenizer-js');
  const lines = tokenizer.vocabById.map((token, id) => `${Buffer.from(token).toString('base64')} ${id}\n`);
  await mkdir(dirname(path), { recursive: true });
  // Renamed into place, so that a file cut short by a crash is never read.
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, lines.join(''));
  await rename(draft, path);
}
