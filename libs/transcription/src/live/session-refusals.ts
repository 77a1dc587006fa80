import { AppError } from '#libs/kernel';
import { outcomeOfError } from './speech-outcome.js';

/** Two group commits: by then the disk has taken what waits, or is in trouble. */
const BACKPRESSURE_RETRY_MS = 250;

/** A recognizer that is away is tried again at least every minute; most are back sooner. */
const SPEECH_RETRY_MS = 15_000;

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

export function stalled(): AppError {
  return new AppError('unavailable', 'SPEECH_UNAVAILABLE', 'The speech recognizer stopped answering.');
}

export function slowStart(): AppError {
  return new AppError('unavailable', 'SPEECH_STARTING', 'The speech recognizer is still starting.');
}

/** What everybody is told while no recognizer takes the audio; `details` say who should, and the code and outcome of what keeps it away. */
export function speechAway(cause: AppError, provider: string): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_UNAVAILABLE',
    'Speech cannot be recognized at the moment. What was recorded is safe and will be recognized as soon as that is possible again; try again later.',
    { reason: cause.code, provider, outcome: outcomeOfError(cause) },
    { cause, retryAfterMs: cause.retryAfterMs ?? SPEECH_RETRY_MS },
  );
}
