import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mneme } from '../support/cli.js';
import { BOOK } from '../support/recordings.js';

it('shows the main job from real speech to a cited answer, says what to do next and leaves nothing behind', async () => {
  const temp = await mkdtemp(join(tmpdir(), 'mneme-demo-test-'));
  const { code, said } = await mneme(['demo', '--speed', '8'], { TMPDIR: temp });
  expect(said).toContain('Dashwood');
  expect(said).toContain('Action items');
  expect(said).toMatch(/“.*peanuts.*”/);
  expect(said).toMatch(/\[1\] /);
  expect(said).toContain('npm start');
  expect(code).toBe(0);
  expect(await readdir(temp)).toEqual([]);
  await rm(temp, { recursive: true });
});

it('explains an empty recording, a truncated one and one that is not there, and ends with an error code', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-demo-files-'));
  await writeFile(join(folder, 'empty.wav'), '');
  await writeFile(join(folder, 'cut.flac'), (await readFile(BOOK.path)).subarray(0, 4_000));
  for (const [file, sentence] of [
    ['empty.wav', 'no sound in this recording'],
    ['cut.flac', 'damaged or cut off'],
    ['none.mp3', 'cannot be read'],
  ] as const) {
    const { code, said } = await mneme(['demo', join(folder, file)]);
    expect(said).toContain(sentence);
    expect(code).toBe(1);
  }
  await rm(folder, { recursive: true });
});

it('says that ffmpeg is needed when it is missing and the format asks for it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-demo-files-'));
  const file = join(folder, 'exotic.xyz');
  await writeFile(file, Buffer.alloc(2000, 7));
  const { code, said } = await mneme(['demo', file], { PATH: folder });
  expect(said).toContain('needs ffmpeg');
  expect(code).toBe(1);
  await rm(folder, { recursive: true });
});
