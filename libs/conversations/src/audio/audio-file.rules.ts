import type { AudioFile } from '#libs/contracts';
import type { StoredPiece } from './piece-store.js';

/** What an audio file says besides its pieces. */
export interface FileOrigin {
  readonly id: string;
  readonly ownerId: string;
  readonly conversationId: string;
  /** The voice of a call; undefined: all voices. */
  readonly channel: number | undefined;
  /** What the recording's clock was corrected by since the conversation's time was fixed, milliseconds. */
  readonly shiftMs: number;
}

/** How a conversation lists a recording. Null when nothing of it is stored. */
export function audioFileOf(origin: FileOrigin, pieces: readonly StoredPiece[]): AudioFile | null {
  if (pieces.length === 0) return null;
  const startedMs = pieces.map(({ wallMs }) => wallMs + origin.shiftMs);
  const offsetsMs: number[] = [];
  let durationMs = 0;
  for (const piece of pieces) {
    offsetsMs.push(durationMs);
    durationMs += piece.durationMs;
  }
  return {
    id: origin.id,
    uid: origin.ownerId,
    conversation_id: origin.conversationId,
    chunk_timestamps: startedMs.map((ms) => ms / 1_000),
    chunk_offsets: offsetsMs.map((ms) => ms / 1_000),
    chunk_ids: pieces.map(({ id }) => id),
    chunk_sizes: pieces.map(({ size }) => size),
    provider: 'files',
    started_at: new Date(startedMs[0]!),
    duration: durationMs / 1_000,
    content_type: 'audio/ogg',
    size: pieces.reduce((sum, { size }) => sum + size, 0),
    ...(origin.channel === undefined ? {} : { channel: origin.channel }),
  };
}
