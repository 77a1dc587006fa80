import { AppError } from '#libs/kernel';

/** How many documents one call takes: Firestore's limit. */
const MAX_BATCH = 500;

/** Throws `invalid` DOCUMENT_BATCH_TOO_LARGE for more than go into one call. */
export function limitBatch(items: readonly unknown[]): void {
  if (items.length <= MAX_BATCH) return;
  const message = `At most ${MAX_BATCH} documents go into one call.`;
  throw new AppError('invalid', 'DOCUMENT_BATCH_TOO_LARGE', message, { count: items.length });
}

export function documentExists(): AppError {
  return new AppError('conflict', 'DOCUMENT_EXISTS', 'This already exists.');
}

export function documentMissing(): AppError {
  return new AppError('not_found', 'DOCUMENT_MISSING', 'This does not exist, or no longer does.');
}

export function documentChanged(): AppError {
  const message = 'This was changed by someone else meanwhile. Load it again.';
  return new AppError('conflict', 'DOCUMENT_CHANGED', message);
}

export function invalidBody(reason: string): AppError {
  return new AppError('invalid', 'DOCUMENT_BODY_INVALID', `This document cannot be stored: ${reason}.`);
}

export function invalidQuery(reason: string): AppError {
  return new AppError('invalid', 'DOCUMENT_QUERY_INVALID', `This query cannot be run: ${reason}.`);
}
