import { AppError } from '#libs/kernel';

/** Google Cloud Storage's limit for a key; segments must also fit into a file name. */
const MAX_KEY_BYTES = 1_024;
const MAX_SEGMENT_BYTES = 200;
const SEGMENT = /^[A-Za-z0-9._-]+$/;

/** Throws `invalid` BLOB_KEY_INVALID unless every segment is plain and none leads upwards. */
export function checkBlobKey(key: string): string {
  if (key.length > MAX_KEY_BYTES || !key.split('/').every(isSegment)) throw invalidKey();
  return key;
}

/** A prefix is the beginning of a key: whole segments, then perhaps a part of one. */
export function checkBlobPrefix(prefix: string): string {
  const segments = prefix.split('/');
  const last = segments.pop()!;
  const partial = last === '' || /^[A-Za-z0-9._-]*$/.test(last);
  if (!partial || !segments.every(isSegment)) throw invalidKey();
  return prefix;
}

/** Deleting goes by whole segments only, so that `audio/u1/` can never reach `audio/u10/`. */
export function checkDeletePrefix(prefix: string): string {
  if (!prefix.endsWith('/')) throw invalidKey();
  return checkBlobPrefix(prefix);
}

function isSegment(segment: string): boolean {
  return SEGMENT.test(segment) && segment !== '.' && segment !== '..' && segment.length <= MAX_SEGMENT_BYTES;
}

function invalidKey(): AppError {
  return new AppError(
    'invalid',
    'BLOB_KEY_INVALID',
    'A blob key is made of segments of letters, digits, dots, underscores and hyphens, joined by slashes.',
  );
}
