import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError, builtModuleUrl } from '#libs/kernel';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import type { AudioFileTask, AudioSource, DecodedPart } from './audio-file-worker.js';
import { decodeWithFfmpeg, FfmpegMissing, FfmpegRefused } from './ffmpeg-decoder.js';

/** What is read without ffmpeg, as people know it. */
const READ_HERE = ['wav', 'mp3', 'flac', 'ogg', 'opus', 'webm', 'aiff'];

/** More than the headers of an empty recording: a file that holds so much and gives no sound is damaged. */
const MAX_SILENT_BYTES = 1_024;

export interface AudioFileOptions {
  /** Name or path of the program; the one on the search path when left out. */
  readonly ffmpeg?: string;
}

/**
 * The sound of a file of any common format: mono, 16 kHz, signed 16 bit, piece by piece as it is asked for. Formats that the program reads
 * itself are decoded in a thread; ffmpeg, when it is installed, does the rest in a process. Memory stays small whatever the length, but for
 * MP4 files whose table of contents comes last: those are read whole.
 *
 * Errors, all `invalid`, `details.decodedMs` says how much sound came before: AUDIO_FILE_MISSING; AUDIO_EMPTY, no sound in it;
 * AUDIO_FORMAT_UNSUPPORTED, nothing here reads it; AUDIO_DAMAGED, it cannot be read to its end.
 */
export class AudioFileSound implements AsyncIterable<Int16Array> {
  private samples = 0;

  constructor(
    private readonly source: AudioSource,
    private readonly options: AudioFileOptions = {},
  ) {}

  /** Of what was given so far; once all was, the length of the recording. */
  get durationMs(): number {
    return (this.samples * 1_000) / SPEECH_SAMPLE_RATE;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Int16Array> {
    this.samples = 0;
    const sizeBytes = typeof this.source === 'string' ? await sizeOf(this.source) : this.source.length;
    if (sizeBytes === 0) throw empty();
    for await (const samples of this.decoded(sizeBytes)) {
      if (samples.length === 0) continue;
      this.samples += samples.length;
      yield samples;
    }
    if (this.samples === 0) throw empty();
  }

  private async *decoded(sizeBytes: number): AsyncGenerator<Int16Array> {
    let fate: Exclude<DecodedPart['kind'], 'samples'> = 'end';
    for await (const part of decodeInThread(this.source)) {
      if (part.kind === 'samples') yield part.samples;
      else fate = part.kind;
    }
    const isHeard = this.samples > 0;
    if (fate === 'end' && (isHeard || sizeBytes <= MAX_SILENT_BYTES)) return;
    if (isHeard) throw this.damaged();
    yield* this.decodedByFfmpeg(fate === 'unknown');
  }

  private async *decodedByFfmpeg(isUnknown: boolean): AsyncGenerator<Int16Array> {
    const file = await onDisk(this.source);
    try {
      yield* decodeWithFfmpeg(file.path, this.options.ffmpeg ?? 'ffmpeg');
    } catch (thrown) {
      const isMissing = thrown instanceof FfmpegMissing;
      if (!isMissing && !(thrown instanceof FfmpegRefused)) throw thrown;
      throw isUnknown && this.samples === 0 ? unsupported(isMissing) : this.damaged();
    } finally {
      await file.release();
    }
  }

  private damaged(): AppError {
    return new AppError(
      'invalid',
      'AUDIO_DAMAGED',
      'This recording cannot be read to its end: it is damaged or cut off. Copy it from its device again.',
      { decodedMs: this.durationMs },
    );
  }
}

export function decodeAudioFile(source: AudioSource, options?: AudioFileOptions): AudioFileSound {
  return new AudioFileSound(source, options);
}

/** What a thread makes of it, a part for each time that one is asked for. A thread that dies found the file damaged. */
async function* decodeInThread(source: AudioSource): AsyncGenerator<DecodedPart> {
  const task: AudioFileTask = { source, sampleRate: SPEECH_SAMPLE_RATE };
  const worker = new Worker(builtModuleUrl(import.meta.url, './audio-file-worker.js'), { workerData: task });
  const died = new Promise<DecodedPart>((resolve) => {
    worker.once('exit', () => resolve({ kind: 'damaged' }));
  });
  // Without a listener an error would end the process; the exit that follows tells the same.
  worker.on('error', () => undefined);
  try {
    for (let isLast = false; !isLast;) {
      const answer = new Promise<DecodedPart>((resolve) => worker.once('message', resolve));
      worker.postMessage('more');
      const part = await Promise.race([answer, died]);
      isLast = part.kind !== 'samples';
      yield part;
    }
  } finally {
    await worker.terminate();
  }
}

async function sizeOf(path: string): Promise<number> {
  const file = await stat(path).catch((cause: unknown) => {
    throw new AppError(
      'invalid',
      'AUDIO_FILE_MISSING',
      `${path} cannot be read: is the path right?`,
      {},
      { cause },
    );
  });
  return file.size;
}

/** ffmpeg must be able to go back and forth in it. */
async function onDisk(source: AudioSource): Promise<{ path: string; release: () => Promise<void> }> {
  if (typeof source === 'string') return { path: source, release: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'mneme-audio-'));
  const path = join(folder, 'recording');
  await writeFile(path, source, { mode: 0o600 });
  return { path, release: () => rm(folder, { recursive: true, force: true }) };
}

function empty(): AppError {
  return new AppError('invalid', 'AUDIO_EMPTY', 'There is no sound in this recording. Choose another one.', {
    decodedMs: 0,
  });
}

function unsupported(isFfmpegMissing: boolean): AppError {
  const formats = READ_HERE.join(', ');
  const advice = isFfmpegMissing
    ? `It may be one that needs ffmpeg: install it here (e.g. “apt install ffmpeg”), or convert the recording to one of ${formats}.`
    : `Convert it to one of ${formats}.`;
  return new AppError(
    'invalid',
    'AUDIO_FORMAT_UNSUPPORTED',
    `This is no recording that can be read here. ${advice}`,
    {
      readable: READ_HERE,
      decodedMs: 0,
    },
  );
}
