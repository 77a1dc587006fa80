import { Injectable } from '@nestjs/common';
import { deterministicId } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { CaptureLogs, recordSpan, type AudioSpan, type CaptureInfo } from '#libs/transcription';
import { audioPrefix, pieceKey, piecePrefix } from '../store/audio-keys.js';
import type { CaptureSpan } from '../store/recording-session.js';
import { cutSpan, isPieceOf, pieceId, pieceOf, type Piece } from './piece.rules.js';

/** A piece that is durable in the blob store. */
export interface StoredPiece extends Piece {
  readonly id: string;
  /** Bytes. */
  readonly size: number;
}

/** The recording that pieces belong to: the sound of one span. */
export interface SpanPlace {
  readonly ownerId: string;
  readonly sessionId: string;
  readonly span: CaptureSpan;
}

/** Takes sound from capture logs into the blob store, a piece at a time. A piece that is written again is written the same. */
@Injectable()
export class PieceStore {
  constructor(
    private readonly logs: CaptureLogs,
    private readonly blobs: BlobStore,
  ) {}

  /** What is stored of a span, in order; the log is not looked at. */
  async list(place: SpanPlace): Promise<StoredPiece[]> {
    const prefix = piecePrefix(place.ownerId, place.span.conversation_id, fileIdOf(place));
    const pieces: StoredPiece[] = [];
    for await (const { key, sizeBytes } of this.blobs.list(prefix)) {
      const id = key.slice(prefix.length).replace(/\.ogg$/, '');
      const piece = pieceOf(id);
      if (piece) pieces.push({ ...piece, id, size: sizeBytes });
    }
    return pieces.sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
  }

  /**
   * All pieces of a span that is over, in order: writes those that are missing from its log, and removes those that were cut when it was not
   * known yet where the span ends.
   */
  async complete(place: SpanPlace, info: CaptureInfo): Promise<StoredPiece[]> {
    const stored = await this.list(place);
    const whole: StoredPiece[] = [];
    for (const cut of cutSpan(spanOf(place.span, info.positionMs), info.timeline)) {
      const piece = stored.find((known) => isPieceOf(cut, known)) ?? (await this.write(place, cut));
      if (piece) whole.push(piece);
    }
    const kept = new Set(whole.map(({ id }) => id));
    for (const piece of stored) if (!kept.has(piece.id)) await this.remove(place, piece);
    return whole;
  }

  /** Makes a piece of what the log holds there. Null when that is no sound. */
  async write(place: SpanPlace, cut: AudioSpan): Promise<StoredPiece | null> {
    const { ownerId, sessionId, span } = place;
    const recording = await recordSpan(this.logs, ownerId, sessionId, cut);
    if (!recording) return null;
    const { durationMs, contentType, stretches } = recording;
    const piece: Piece = { ...cut, durationMs, wallMs: stretches[0]!.wallMs };
    const id = pieceId(piece);
    const key = pieceKey(ownerId, span.conversation_id, fileIdOf(place), id);
    const { sizeBytes } = await this.blobs.put(key, recording.content(), contentType);
    return { ...piece, id, size: sizeBytes };
  }

  async remove(place: SpanPlace, { id }: StoredPiece): Promise<void> {
    await this.blobs.delete(pieceKey(place.ownerId, place.span.conversation_id, fileIdOf(place), id));
  }

  /** Everything that is stored of a conversation's sound. */
  async removeAll(ownerId: string, conversationId: string): Promise<void> {
    await this.blobs.deleteByPrefix(audioPrefix(ownerId, conversationId));
  }
}

/** The same for the same span, so that storing it twice changes nothing. */
export function fileIdOf({ sessionId, span }: SpanPlace): string {
  return span.file_id ?? deterministicId('audio', span.conversation_id, sessionId, String(span.from_ms));
}

function spanOf(span: CaptureSpan, positionMs: number): AudioSpan {
  return { fromMs: span.from_ms, toMs: span.to_ms ?? positionMs };
}
