import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWav } from '../codecs/wav.js';
import { pcm16Bytes, signalToNoise, tone } from '../testing/device-audio.js';
import { decodeAudioFile, type AudioFileOptions } from './audio-file.js';

const NO_FFMPEG = { ffmpeg: 'mneme-has-no-such-program' };
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
if (!hasFfmpeg) {
  process.stderr.write(
    '\n!! SKIPPED: tests of audio files that ffmpeg writes and reads. To run them: apt install ffmpeg\n\n',
  );
}

const SECONDS = 5;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mneme-audio-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function wav(sampleRate = 16_000): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(encodeWav([tone(SECONDS * 1_000, sampleRate)], { sampleRate })));
}

/** The tone as another program writes it. */
async function written(name: string, ...options: string[]): Promise<string> {
  const path = join(folder, name);
  const source = ['-v', 'error', '-y', '-f', 's16le', '-ar', '48000', '-ac', '1', '-i', 'pipe:0'];
  execFileSync('ffmpeg', [...source, ...options, path], { input: pcm16Bytes(tone(SECONDS * 1_000, 48_000)) });
  return path;
}

async function heard(source: string | Uint8Array, options?: AudioFileOptions) {
  const file = decodeAudioFile(source, options);
  const pieces = await Array.fromAsync(file);
  return { samples: Int16Array.from(pieces.flatMap((piece) => [...piece])), durationMs: file.durationMs };
}

async function refusal(source: string | Uint8Array, options?: AudioFileOptions) {
  return heard(source, options).then(
    () => null,
    (error: unknown) => error,
  );
}

function pitch(samples: Int16Array): number {
  const middle = samples.subarray(16_000, 48_000);
  return middle.filter((value, n) => n > 0 && value >= 0 && middle[n - 1]! < 0).length / 2;
}

describe('audio files', () => {
  it.each([8_000, 16_000, 44_100, 48_000])('reads WAV at %i Hz as mono at 16 kHz', async (rate) => {
    const { samples, durationMs } = await heard(await wav(rate), NO_FFMPEG);
    expect(durationMs).toBe(SECONDS * 1_000);
    const expected = tone(SECONDS * 1_000);
    expect(signalToNoise(expected.subarray(400, -400), samples.subarray(400, -400))).toBeGreaterThan(55);
  });

  it
    .skipIf(!hasFfmpeg)
    .each([
      ['tone.mp3', '-b:a', '64k'],
      ['tone.flac'],
      ['tone.ogg', '-c:a', 'libvorbis'],
      ['tone.opus', '-c:a', 'libopus', '-b:a', '24k'],
      ['tone.webm', '-c:a', 'libopus'],
      ['tone.aiff'],
      ['stereo.mp3', '-ac', '2'],
    ])('reads %s without ffmpeg', async (name, ...options) => {
    const path = await written(name, ...options);
    for (const source of [path, await readFile(path)]) {
      const { samples, durationMs } = await heard(source, NO_FFMPEG);
      expect(Math.abs(durationMs - SECONDS * 1_000)).toBeLessThan(100);
      expect(pitch(samples)).toBeCloseTo(440, -1);
    }
  });

  it
    .skipIf(!hasFfmpeg)
    .each([
      ['tone.m4a', '-c:a', 'aac'],
      ['tone.aac', '-c:a', 'aac'],
      ['tone.au'],
      ['tone.mka', '-c:a', 'ac3'],
      ['tone.mov', '-c:a', 'pcm_s24le'],
    ])('reads %s with ffmpeg', async (name, ...options) => {
    const path = await written(name, ...options);
    for (const source of [path, await readFile(path)]) {
      const { samples, durationMs } = await heard(source);
      expect(Math.abs(durationMs - SECONDS * 1_000)).toBeLessThan(100);
      expect(pitch(samples)).toBeCloseTo(440, -1);
    }
  });

  it.skipIf(!hasFfmpeg)('says that ffmpeg is needed where it is missing', async () => {
    const missing = { code: 'AUDIO_FORMAT_UNSUPPORTED', message: expect.stringContaining('needs ffmpeg') };
    expect(await refusal(await written('needs.au'), NO_FFMPEG)).toMatchObject(missing);
    expect(await refusal(await written('needs.m4a', '-c:a', 'aac'), NO_FFMPEG)).toMatchObject(missing);
    expect(await refusal(await written('needs.aac', '-c:a', 'aac'), NO_FFMPEG)).toMatchObject(missing);
  });

  it('says that something is no recording', async () => {
    const text = Buffer.from('Dear diary, today I listened to nothing at all.'.repeat(100));
    for (const options of [NO_FFMPEG, {}]) {
      expect(await refusal(text, options)).toMatchObject({
        kind: 'invalid',
        code: 'AUDIO_FORMAT_UNSUPPORTED',
      });
    }
  });

  it.skipIf(!hasFfmpeg)('opens no other file or address on behalf of a playlist', async () => {
    const secret = await written('secret.wav');
    const list = Buffer.from(
      `#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:${secret}\n#EXT-X-ENDLIST\n`,
    );
    expect(await refusal(list)).toMatchObject({ code: 'AUDIO_FORMAT_UNSUPPORTED' });
  });

  it('says that a file is empty, or holds no sound', async () => {
    const path = join(folder, 'empty.mp3');
    await writeFile(path, '');
    const onlyHeader = (await wav()).subarray(0, 44);
    for (const source of [path, new Uint8Array(0), onlyHeader]) {
      expect(await refusal(source, NO_FFMPEG)).toMatchObject({ kind: 'invalid', code: 'AUDIO_EMPTY' });
    }
  });

  it.skipIf(!hasFfmpeg)('says that a file is damaged', async () => {
    const flac = await readFile(await written('damaged.flac'));
    const broken = Buffer.concat([flac.subarray(0, 200), Buffer.alloc(4_000, 0x55)]);
    expect(await refusal(broken, NO_FFMPEG)).toMatchObject({ kind: 'invalid', code: 'AUDIO_DAMAGED' });
  });

  it('says that there is no such file', async () => {
    expect(await refusal(join(folder, 'nothing.wav'))).toMatchObject({ code: 'AUDIO_FILE_MISSING' });
  });

  it('stops its thread when nobody wants more', async () => {
    const threads = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
    const before = threads();
    for await (const piece of decodeAudioFile(await wav(48_000))) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(threads()).toBe(before);
  });
});
