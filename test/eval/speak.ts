import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { type Dialogue } from './dialogue-file.js';

const run = promisify(execFile);

const FLITE_VOICES = new Set(['slt', 'rms', 'awb', 'kal', 'kal16']);
const ESPEAK_WORDS_PER_MINUTE = '150';
const GAP_MS = 400;
/** Of 32,767; below it the edges of a spoken turn count as silence. */
const SILENCE_LEVEL = 160;
const EDGE_SAMPLES = SPEECH_SAMPLE_RATE / 50;
const WAV_HEADER_BYTES = 44;
/** Changes when the same dialogue would sound different. */
const CACHE_VERSION = 'v1';

/** The system programs that speech needs and that are not installed. */
export function missingSpeechPrograms(): string[] {
  return ['flite', 'sox', 'espeak-ng'].filter((program) => {
    try {
      execFileSync('which', [program], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
}

/**
 * Speaks a dialogue with the voices that it names: PCM, mono, 16 kHz, with a pause before, between and after the turns.
 * Kept in a folder for temporary files, because it takes longer than recognizing it.
 */
export async function speakDialogue(dialogue: Dialogue): Promise<Int16Array> {
  const cache = join(tmpdir(), `mneme-spoken-dialogues-${CACHE_VERSION}`);
  const voices = dialogue.turns.map(({ speaker, text }) => [dialogue.speakers[speaker]!.voice, text]);
  const key = createHash('sha256').update(JSON.stringify(voices)).digest('hex').slice(0, 24);
  const file = join(cache, `${dialogue.id}-${key}.pcm`);
  if (existsSync(file)) return toSamples(await readFile(file));
  const samples = await render(dialogue);
  await mkdir(cache, { recursive: true });
  await writeFile(`${file}.part`, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  await rename(`${file}.part`, file);
  return samples;
}

async function render(dialogue: Dialogue): Promise<Int16Array> {
  const folder = await mkdtemp(join(tmpdir(), 'mneme-speak-'));
  try {
    const gap = new Int16Array((SPEECH_SAMPLE_RATE * GAP_MS) / 1000);
    const parts: Int16Array[] = [gap];
    for (const [number, { speaker, text }] of dialogue.turns.entries()) {
      parts.push(
        await renderTurn({
          voice: dialogue.speakers[speaker]!.voice,
          text,
          file: join(folder, String(number)),
        }),
        gap,
      );
    }
    return joinSamples(parts);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function renderTurn({
  voice,
  text,
  file,
}: {
  voice: string;
  text: string;
  file: string;
}): Promise<Int16Array> {
  const [name = '', cents] = voice.split('@');
  const [raw, even] = [`${file}.raw.wav`, `${file}.wav`];
  if (FLITE_VOICES.has(name))
    await run('flite', ['-voice', name === 'kal' ? 'kal16' : name, '-t', text, '-o', raw]);
  else await run('espeak-ng', ['-v', name, '-s', ESPEAK_WORDS_PER_MINUTE, '-w', raw, text]);
  // -R makes it repeatable; equal loudness for every voice, with headroom for the change of rate.
  const pitch = cents ? ['pitch', cents] : [];
  await run('sox', [
    '-R',
    raw,
    '-r',
    String(SPEECH_SAMPLE_RATE),
    '-c',
    '1',
    '-b',
    '16',
    even,
    ...pitch,
    'gain',
    '-n',
    '-6',
    'rate',
    '-h',
  ]);
  return trimSilence(toSamples((await readFile(even)).subarray(WAV_HEADER_BYTES)));
}

function toSamples(bytes: Buffer): Int16Array {
  return new Int16Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength - (bytes.byteLength % 2)),
  );
}

function trimSilence(samples: Int16Array): Int16Array {
  const isLoud = (sample: number) => Math.abs(sample) > SILENCE_LEVEL;
  const first = samples.findIndex(isLoud);
  if (first < 0) throw new Error('A turn was spoken as silence.');
  return samples.slice(Math.max(0, first - EDGE_SAMPLES), samples.findLastIndex(isLoud) + 1 + EDGE_SAMPLES);
}

function joinSamples(parts: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
