import { AppError } from '#libs/kernel';

/** Two group commits: by then the disk has taken what waits, or is in trouble. */
const BACKPRESSURE_RETRY_MS = 250;

export function notLive(): AppError {
  return new AppError(
    'conflict',
    'SESSION_CLOSED',
    'This audio session has ended. Open a new one, or resume it, and send the frames again.',
  );
}

export function backpressure(): AppError {
  return new AppError(
    'rate_limited',
    'BACKPRESSURE',
    'More audio is waiting for the disk than may wait. Send these frames again in a moment.',
    {},
    { retryAfterMs: BACKPRESSURE_RETRY_MS },
  );
}

export function drainTooLong(): AppError {
  return new AppError(
    'unavailable',
    'DRAIN_TIMEOUT',
    'The last words took too long; they will be transcribed later.',
  );
}
