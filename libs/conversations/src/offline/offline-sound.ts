import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { AppConfig } from '#libs/config';
import { AppError } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { decodeAudioFile, decodeDeviceRecording } from '#libs/transcription';
import { stagedKey, type OfflineRecording, type OfflineSpan } from './offline-recording.js';

/** The sound of one span, 16 kHz. */
export interface SpanSound {
  readonly index: number;
  readonly samples: Int16Array;
}

/** Below the data folder: files on their way in, which nobody misses after a crash. */
export const INCOMING_FOLDER = 'incoming';

/** The sound of recordings that wait in the blob store. */
@Injectable()
export class OfflineSound {
  constructor(
    private readonly blobs: BlobStore,
    private readonly config: AppConfig,
  ) {}

  /**
   * From its start to its end, or to where it is damaged: mono, 16 kHz. Errors: `not_found` BLOB_MISSING; `invalid` AUDIO_EMPTY,
   * AUDIO_FORMAT_UNSUPPORTED, AUDIO_DAMAGED when nothing of it can be read.
   */
  async *read(ownerId: string, recording: OfflineRecording): AsyncGenerator<Int16Array> {
    const key = stagedKey(ownerId, recording.id);
    if (recording.codec !== null && recording.sample_rate !== null) {
      const format = { codec: recording.codec, sampleRate: recording.sample_rate };
      yield* decodeDeviceRecording(await this.blobs.read(key), format);
      return;
    }
    yield* this.readFile(key);
  }

  /** The sound of some of its spans, in order: reads the recording once. Errors: as `read`. */
  async *spans(
    ownerId: string,
    recording: OfflineRecording,
    wanted: (span: OfflineSpan) => boolean,
  ): AsyncGenerator<SpanSound> {
    const spans = recording.spans!.flatMap((span, index) => (wanted(span) ? { span, index } : []));
    let current = takeNext(spans);
    let position = 0;
    for await (const piece of this.read(ownerId, recording)) {
      const end = position + piece.length;
      while (current && current.to <= end) {
        current.add(piece, position);
        yield current.sound();
        current = takeNext(spans);
      }
      if (!current) return;
      current.add(piece, position);
      position = end;
    }
    if (current) yield current.sound();
  }

  /** Nobody needs its bytes any more. */
  async discard(ownerId: string, recordingId: string): Promise<void> {
    await this.blobs.delete(stagedKey(ownerId, recordingId));
  }

  /** Decoders of files go back and forth in them, so they get one. */
  private async *readFile(key: string): AsyncGenerator<Int16Array> {
    const parent = join(this.config.storage.dataDir, INCOMING_FOLDER);
    await mkdir(parent, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(parent, 'decode-'));
    try {
      const path = join(folder, 'recording');
      await pipeline(await this.blobs.read(key), createWriteStream(path, { mode: 0o600 }));
      yield* decodeAudioFile(path);
    } catch (thrown) {
      if (!isCutOff(thrown)) throw thrown;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Whether there was sound before the place from which on nothing can be read. */
function isCutOff(thrown: unknown): boolean {
  return (
    thrown instanceof AppError && thrown.code === 'AUDIO_DAMAGED' && Number(thrown.details.decodedMs) > 0
  );
}

function takeNext(spans: { span: OfflineSpan; index: number }[]): SpanCollector | null {
  const next = spans.shift();
  return next ? new SpanCollector(next.index, next.span) : null;
}

class SpanCollector {
  readonly to: number;
  private readonly from: number;
  private readonly samples: Int16Array;
  private filled = 0;

  constructor(
    private readonly index: number,
    span: OfflineSpan,
  ) {
    this.from = samplesIn(span.from_ms);
    this.to = samplesIn(span.to_ms);
    this.samples = new Int16Array(this.to - this.from);
  }

  /** Takes what belongs to it of a piece that begins at this sample of the recording. */
  add(piece: Int16Array, position: number): void {
    const part = piece.subarray(
      Math.max(0, this.from - position),
      Math.min(piece.length, Math.max(0, this.to - position)),
    );
    const at = Math.max(0, position - this.from);
    if (part.length === 0) return;
    this.samples.set(part, at);
    this.filled = at + part.length;
  }

  sound(): SpanSound {
    return { index: this.index, samples: this.samples.subarray(0, this.filled) };
  }
}

function samplesIn(ms: number): number {
  return Math.round((ms * SPEECH_SAMPLE_RATE) / 1_000);
}
