import type { AudioFile } from '#libs/contracts';
import { DECODED_OPUS_RATE } from '#libs/transcription';
import { audioKey, pieceKey } from '../store/audio-keys.js';

/** A blob of a recording and where its sound lies. Samples are at 16 kHz. */
export interface SoundBlob {
  readonly fileId: string;
  /** Within its file; the file's own id where that is stored as one. */
  readonly id: string;
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Where it begins in its file. */
  readonly fromSample: number;
  readonly samples: number;
}

/** A stretch of a blob's sound on the clock of a conversation. Samples are at 16 kHz. */
export interface PlacedSound {
  readonly blob: SoundBlob;
  /** The voice of a call; null: all voices. */
  readonly channel: number | null;
  /** Since the conversation's start; below zero for what was recorded right before its first word. */
  readonly startSample: number;
  /** Into the blob. */
  readonly fromSample: number;
  readonly samples: number;
}

/** Stretches of one file that are this close follow on each other: their times are rounded. */
const SNAP_SAMPLES = DECODED_OPUS_RATE / 1_000;

/** The blobs of a recording, in order: their sound, one after the other, is the recording's. */
export function blobsOf(ownerId: string, file: AudioFile): SoundBlob[] {
  const { chunk_ids: ids, chunk_sizes: sizes = [], conversation_id: conversationId } = file;
  const common = { fileId: file.id, contentType: file.content_type };
  if (!ids) {
    const extension = file.content_type === 'audio/wav' ? 'wav' : 'ogg';
    const key = audioKey(ownerId, conversationId, file.id, extension);
    return [
      { ...common, id: file.id, key, sizeBytes: file.size, fromSample: 0, samples: sampleAt(file.duration) },
    ];
  }
  return ids.map((id, index) => {
    const fromSample = sampleAt(file.chunk_offsets[index]!);
    const samples = sampleAt(file.chunk_offsets[index + 1] ?? file.duration) - fromSample;
    const key = pieceKey(ownerId, conversationId, file.id, id);
    return { ...common, id, key, sizeBytes: sizes[index] ?? 0, fromSample, samples };
  });
}

/** Where the sound of a recording lies on the clock of its conversation, in order. */
export function placedSounds(ownerId: string, file: AudioFile, startedAt: Date): PlacedSound[] {
  const blobs = blobsOf(ownerId, file);
  const startedSeconds = startedAt.getTime() / 1_000;
  const sounds: PlacedSound[] = [];
  let endSample = -Infinity;
  file.chunk_timestamps.forEach((wallSeconds, index) => {
    const offset = sampleAt(file.chunk_offsets[index]!);
    const samples = sampleAt(file.chunk_offsets[index + 1] ?? file.duration) - offset;
    const exact = sampleAt(wallSeconds - startedSeconds);
    const startSample = Math.abs(exact - endSample) <= SNAP_SAMPLES ? endSample : exact;
    endSample = startSample + samples;
    const blob = blobs.findLast(({ fromSample }) => fromSample <= offset) ?? blobs[0]!;
    const channel = file.channel ?? null;
    sounds.push({ blob, channel, startSample, fromSample: offset - blob.fromSample, samples });
  });
  return sounds;
}

export function sampleAt(seconds: number): number {
  return Math.round(seconds * DECODED_OPUS_RATE);
}
