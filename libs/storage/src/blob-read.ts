import { AppError } from '#libs/kernel';

/** The range as the port means it, clipped to the end; all of the blob without one. Throws `invalid` BLOB_RANGE_INVALID. */
export function checkedRange(
  range: { start: number; end: number } | undefined,
  sizeBytes: number,
): { start: number; end: number } {
  if (!range) return { start: 0, end: sizeBytes - 1 };
  const { start, end } = range;
  const whole = Number.isInteger(start) && Number.isInteger(end);
  if (!whole || start < 0 || end < start || start >= sizeBytes) {
    throw new AppError('invalid', 'BLOB_RANGE_INVALID', 'The range asked for lies outside the file.', {
      size_bytes: sizeBytes,
    });
  }
  return { start, end: Math.min(end, sizeBytes - 1) };
}

/** Throws `not_found` BLOB_MISSING. */
export function blobMissing(): never {
  throw new AppError('not_found', 'BLOB_MISSING', 'This file does not exist, or no longer does.');
}
