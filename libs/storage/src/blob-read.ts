import { AppError } from '#libs/kernel';
import type { BlobRange } from './ports/blob-store.js';

/** The range as the port means it, clipped to the end; all of the blob without one. Throws `invalid` BLOB_RANGE_INVALID. */
export function checkedRange(range: BlobRange | undefined, sizeBytes: number): BlobRange {
  if (!range) return { start: 0, end: sizeBytes - 1 };
  const { start, end } = range;
  if (!isRange(range) || start >= sizeBytes) {
    throw new AppError('invalid', 'BLOB_RANGE_INVALID', 'The range asked for lies outside the file.', {
      size_bytes: sizeBytes,
    });
  }
  return { start, end: Math.min(end, sizeBytes - 1) };
}

/** Whether some blob could have such a range. */
export function isRange({ start, end }: BlobRange): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end >= start;
}

/** Throws `not_found` BLOB_MISSING. */
export function blobMissing(): never {
  throw new AppError('not_found', 'BLOB_MISSING', 'This file does not exist, or no longer does.');
}

/** `unavailable` BLOB_CHANGED. */
export function blobChanged(): AppError {
  return new AppError(
    'unavailable',
    'BLOB_CHANGED',
    'This file was replaced while it was read. Read it again.',
  );
}
