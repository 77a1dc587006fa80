import { AppError } from '#libs/kernel';
import { KEEP_ALIVE_FRAME_BYTES, MAX_BATCH_FRAMES, MAX_FRAME_BYTES } from '#libs/contracts';

/** Sequence numbers are stored in 32 bits: one and a half years of audio at a hundred frames a second. */
const MAX_SEQ = 0xffff_ffff;
const NO_AUDIO = new Uint8Array(0);

/**
 * Refuses a batch that cannot be what a device meant to send. Errors: `invalid` SEQUENCE_INVALID, BATCH_TOO_LONG, FRAME_NOT_BYTES;
 * `too_large` FRAME_TOO_LARGE. Nothing of a refused batch is used.
 */
export function checkBatch(firstSeq: number, frames: readonly unknown[]): void {
  if (!Number.isSafeInteger(firstSeq) || firstSeq < 1 || firstSeq + frames.length > MAX_SEQ) {
    throw new AppError('invalid', 'SEQUENCE_INVALID', 'Number frames with whole numbers, counted from 1.', {
      limit: MAX_SEQ,
    });
  }
  if (frames.length > MAX_BATCH_FRAMES) {
    throw new AppError(
      'invalid',
      'BATCH_TOO_LONG',
      `A batch holds at most ${MAX_BATCH_FRAMES} frames; send several.`,
      { limit: MAX_BATCH_FRAMES },
    );
  }
  frames.forEach(checkFrame);
}

function checkFrame(frame: unknown, index: number): void {
  if (!(frame instanceof Uint8Array)) {
    throw new AppError('invalid', 'FRAME_NOT_BYTES', 'An audio frame must be bytes.', { index });
  }
  if (frame.byteLength > MAX_FRAME_BYTES) {
    throw new AppError(
      'too_large',
      'FRAME_TOO_LARGE',
      `A frame holds at most ${MAX_FRAME_BYTES} bytes; cut it into smaller ones.`,
      { index, bytes: frame.byteLength, limit: MAX_FRAME_BYTES },
    );
  }
}

/** A frame as the log keeps it: signs of life keep their number but are no audio. */
export function soundOf(frame: Uint8Array): Uint8Array {
  return frame.byteLength <= KEEP_ALIVE_FRAME_BYTES ? NO_AUDIO : frame;
}
