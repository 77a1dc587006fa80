import { AppError } from '#libs/kernel';
import { MAX_BATCH_FRAMES, MAX_FRAME_BYTES } from './listen-wire.js';

const LENGTH_BYTES = 4;

/**
 * Frames as one binary message: each as a little-endian uint32 length and its bytes, the form of the reference's offline files.
 * (An array of buffers would make Socket.IO send one WebSocket message a frame.)
 */
export function packFrames(frames: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(frames.reduce((sum, frame) => sum + LENGTH_BYTES + frame.byteLength, 0));
  const view = new DataView(packed.buffer);
  let offset = 0;
  for (const frame of frames) {
    view.setUint32(offset, frame.byteLength, true);
    packed.set(frame, offset + LENGTH_BYTES);
    offset += LENGTH_BYTES + frame.byteLength;
  }
  return packed;
}

/**
 * The frames of a batch, as views of its memory. Errors: `invalid` BATCH_NOT_BINARY, BATCH_MALFORMED, BATCH_TOO_LONG;
 * `too_large` FRAME_TOO_LARGE. Nothing of a refused batch is used.
 */
export function unpackFrames(packed: unknown): Uint8Array[] {
  if (!(packed instanceof Uint8Array)) {
    throw new AppError(
      'invalid',
      'BATCH_NOT_BINARY',
      'An audio batch must be binary: pack its frames into one buffer.',
    );
  }
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const frames: Uint8Array[] = [];
  for (let offset = 0; offset < packed.byteLength;) {
    if (frames.length === MAX_BATCH_FRAMES) throw batchTooLong();
    const length = offset + LENGTH_BYTES <= packed.byteLength ? view.getUint32(offset, true) : Infinity;
    if (length > MAX_FRAME_BYTES && Number.isFinite(length)) throw frameTooLarge(length, frames.length);
    const end = offset + LENGTH_BYTES + length;
    if (end > packed.byteLength) throw malformed(frames.length);
    frames.push(packed.subarray(offset + LENGTH_BYTES, end));
    offset = end;
  }
  return frames;
}

function batchTooLong(): AppError {
  return new AppError(
    'invalid',
    'BATCH_TOO_LONG',
    `A batch holds at most ${MAX_BATCH_FRAMES} frames; send several.`,
    {
      limit: MAX_BATCH_FRAMES,
    },
  );
}

function frameTooLarge(bytes: number, index: number): AppError {
  return new AppError(
    'too_large',
    'FRAME_TOO_LARGE',
    `A frame holds at most ${MAX_FRAME_BYTES} bytes; cut it into smaller ones.`,
    {
      index,
      bytes,
      limit: MAX_FRAME_BYTES,
    },
  );
}

function malformed(index: number): AppError {
  return new AppError(
    'invalid',
    'BATCH_MALFORMED',
    'The batch ends in the middle of a frame: each is a little-endian uint32 length and that many bytes.',
    {
      index,
    },
  );
}
