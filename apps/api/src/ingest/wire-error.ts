import type { WireError } from '#libs/contracts';
import { toAppError, type ErrorKind } from '#libs/kernel';

/** Which failures end the socket: those that the next batch would meet again. */
const FATAL = {
  invalid: false,
  unauthenticated: true,
  forbidden: true,
  locked: false,
  not_found: false,
  conflict: false,
  too_large: false,
  rate_limited: false,
  unavailable: false,
  bug: true,
} as const satisfies Record<ErrorKind, boolean>;

/** What the device does wrong from its first frame on: it will not get better. */
const FATAL_CODES = new Set(['CODEC_MISMATCH']);

/** A failure as a device sees it: code, sentence, limits. Nothing of what the device sent. */
export function wireErrorOf(thrown: unknown): WireError {
  const error = toAppError(thrown);
  const details = Object.keys(error.details).length > 0 ? { details: error.details } : {};
  const wait = error.retryAfterMs === undefined ? {} : { retry_after_ms: error.retryAfterMs };
  const fatal = FATAL[error.kind] || FATAL_CODES.has(error.code);
  return { code: error.code, message: error.message, fatal, ...details, ...wait };
}
