import { execFile, type ExecFileException } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import decode from 'audio-decode';
import { AppError } from '#libs/kernel';
import { resample } from '#libs/transcription';

/** What every recording is turned into before it is sent. */
export const DEVICE_SAMPLE_RATE = 16_000;

/** What `audio-decode` reads: a file of these that it cannot read is damaged. */
const READ_WITHOUT_FFMPEG = ['wav', 'flac', 'mp3', 'ogg', 'opus', 'm4a', 'webm'];

const MAX_DECODED_BYTES = 2 * 1024 ** 3;

/**
 * A recording as mono samples at 16 kHz, signed 16 bit. Common formats are read by the program itself; for what is left it
 * asks ffmpeg. Errors, all `invalid`: AUDIO_FILE_MISSING, AUDIO_FILE_EMPTY, AUDIO_FILE_UNREADABLE, FFMPEG_NEEDED.
 */
export async function readAudioFile(path: string): Promise<Int16Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError(
      'invalid',
      'AUDIO_FILE_MISSING',
      `${path} cannot be read: is the path right?`,
      {},
      { cause },
    );
  });
  if (bytes.byteLength === 0)
    throw new AppError('invalid', 'AUDIO_FILE_EMPTY', `${path} is empty (0 bytes).`);
  const samples = (await decodeInProcess(bytes)) ?? (await decodeWithFfmpeg(path));
  if (samples.length === 0) throw new AppError('invalid', 'AUDIO_FILE_EMPTY', `${path} holds no sound.`);
  return samples;
}

async function decodeInProcess(bytes: Uint8Array): Promise<Int16Array | undefined> {
  try {
    const { channelData, sampleRate } = await decode(bytes);
    if (!channelData[0]?.length) return undefined;
    return toPcm16(resample(mixDown(channelData), sampleRate, DEVICE_SAMPLE_RATE));
  } catch {
    return undefined; // Not a format that the package reads, or a damaged file: ffmpeg may do better, and its refusal is told.
  }
}

function mixDown(channels: readonly Float32Array[]): Float32Array {
  if (channels.length === 1) return channels[0]!;
  return channels[0]!.map(
    (_, index) => channels.reduce((sum, channel) => sum + channel[index]!, 0) / channels.length,
  );
}

function toPcm16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32767));
}

function decodeWithFfmpeg(path: string): Promise<Int16Array> {
  const args = [
    '-v',
    'error',
    '-i',
    path,
    '-f',
    's16le',
    '-ac',
    '1',
    '-ar',
    String(DEVICE_SAMPLE_RATE),
    'pipe:1',
  ];
  return new Promise((resolve, reject) => {
    execFile('ffmpeg', args, { encoding: 'buffer', maxBuffer: MAX_DECODED_BYTES }, (error, stdout) => {
      if (!error) return resolve(new Int16Array(new Uint8Array(stdout).buffer, 0, stdout.byteLength >> 1));
      reject(ffmpegFailure(path, error));
    });
  });
}

function ffmpegFailure(path: string, error: ExecFileException): AppError {
  const name = extname(path).slice(1) || 'this format';
  if (error.code === 'ENOENT' && !READ_WITHOUT_FFMPEG.includes(name)) {
    return new AppError(
      'invalid',
      'FFMPEG_NEEDED',
      `${path} could not be decoded: reading ${name} like this needs ffmpeg, which is not installed (e.g. “apt install ffmpeg”). ${READ_WITHOUT_FFMPEG.join(', ')} work without it.`,
    );
  }
  return new AppError(
    'invalid',
    'AUDIO_FILE_UNREADABLE',
    `${path} is not sound that can be decoded: is it damaged or cut off?`,
  );
}
