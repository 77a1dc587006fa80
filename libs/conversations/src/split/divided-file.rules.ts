import type { AudioFile } from '#libs/contracts';
import { deterministicId } from '#libs/kernel';

/** A chunk of a recording that lies on both sides of a cut. */
export interface CutChunk {
  readonly index: number;
  /** Seconds into the chunk. */
  readonly seconds: number;
}

/** Which chunks of a recording lie before a moment and which after it. */
export interface DividedChunks {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly cut: CutChunk | null;
}

/** Shorter stretches are not worth a piece of their own. */
const LEAST_SECONDS = 0.02;

/** The new conversation's name for a recording: the same each time, so that who tidies up knows where it came from. */
export function movedFileId(splitId: string, fileId: string): string {
  return deterministicId('audio', 'split', splitId, fileId);
}

/** @param atSeconds epoch seconds */
export function divideChunks(file: AudioFile, atSeconds: number): DividedChunks {
  const before: number[] = [];
  const after: number[] = [];
  let cut: CutChunk | null = null;
  file.chunk_timestamps.forEach((start, index) => {
    const seconds = atSeconds - start;
    if (seconds >= chunkSeconds(file, index) - LEAST_SECONDS) before.push(index);
    else if (seconds <= LEAST_SECONDS) after.push(index);
    else cut = { index, seconds };
  });
  return { before, after, cut };
}

export function chunkSeconds({ chunk_offsets: offsets, duration }: AudioFile, index: number): number {
  return (offsets[index + 1] ?? duration) - offsets[index]!;
}

/** A stored piece as an audio file lists it. */
export interface FilePiece {
  readonly id: string;
  /** Bytes. */
  readonly size: number;
  /** When it begins, epoch seconds. */
  readonly timestamp: number;
  readonly seconds: number;
}

export function pieceAt(file: AudioFile, index: number): FilePiece {
  return {
    id: file.chunk_ids![index]!,
    size: file.chunk_sizes?.[index] ?? 0,
    timestamp: file.chunk_timestamps[index]!,
    seconds: chunkSeconds(file, index),
  };
}

/** The recording made of these pieces; null when there are none. */
export function fileOf(
  file: AudioFile,
  { id, conversationId }: { readonly id: string; readonly conversationId: string },
  pieces: readonly FilePiece[],
): AudioFile | null {
  if (pieces.length === 0) return null;
  const offsets: number[] = [];
  let duration = 0;
  for (const { seconds } of pieces) {
    offsets.push(duration);
    duration += seconds;
  }
  return {
    ...file,
    id,
    conversation_id: conversationId,
    chunk_timestamps: pieces.map(({ timestamp }) => timestamp),
    chunk_offsets: offsets,
    chunk_ids: pieces.map((piece) => piece.id),
    chunk_sizes: pieces.map(({ size }) => size),
    started_at: new Date(pieces[0]!.timestamp * 1_000),
    duration,
    size: pieces.reduce((sum, { size }) => sum + size, 0),
  };
}

/** Of a recording that is stored as one: the stretch of it that a side lists. */
export function stretchOf(
  file: AudioFile,
  { id, conversationId }: { readonly id: string; readonly conversationId: string },
  {
    timestamps,
    offsets,
    duration,
  }: { readonly timestamps: number[]; readonly offsets: number[]; readonly duration: number },
): AudioFile {
  return {
    ...file,
    id,
    conversation_id: conversationId,
    chunk_timestamps: timestamps,
    chunk_offsets: offsets,
    started_at: new Date(timestamps[0]! * 1_000),
    duration,
  };
}
