import { AppError, toAppError, type Clock } from '#libs/kernel';

export interface Persistence {
  readonly clock: Clock;
  /** How long one try may take. */
  readonly timeoutMs: number;
  /** What a try that takes longer fails with. */
  readonly tooSlow: () => AppError;
  /** Each of them ends the trying. */
  readonly signals: readonly AbortSignal[];
}

/** Waits between the tries. A provider that is still away afterwards is given up: another one can take over. */
const WAITS_MS = [500, 2_000, 5_000];
/** A provider that asks for a longer wait than this is given up at once. */
const LONGEST_WAIT_MS = 5_000;
/** What may pass; all others need a person. */
const PASSING_CODES: ReadonlySet<string> = new Set(['SPEECH_UNAVAILABLE', 'SPEECH_RATE_LIMITED']);

/** Tries until it works, within bounds. Throws what the last try threw, as an AppError, or the reason of a signal. */
export async function persist<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  options: Persistence,
): Promise<T> {
  const trying = follow(options.signals);
  try {
    return await tryAgain(attempt, trying.signal, options);
  } finally {
    trying.release();
  }
}

async function tryAgain<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  trying: AbortSignal,
  options: Persistence,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await withinTime(attempt, trying, options);
    } catch (error) {
      const failure = toAppError(error);
      const waitMs = waitBefore(tries + 1, failure);
      if (waitMs === undefined || trying.aborted) throw failure;
      await options.clock.sleep(waitMs, trying);
    }
  }
}

/** Undefined when it is not worth another try. */
function waitBefore(nextTry: number, failure: AppError): number | undefined {
  const waitMs = WAITS_MS[nextTry - 1];
  if (waitMs === undefined || !PASSING_CODES.has(failure.code)) return undefined;
  const wantedMs = Math.max(waitMs, failure.retryAfterMs ?? 0);
  return wantedMs <= LONGEST_WAIT_MS ? wantedMs : undefined;
}

async function withinTime<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  trying: AbortSignal,
  { clock, timeoutMs, tooSlow }: Persistence,
): Promise<T> {
  const limit = new AbortController();
  const cancel = clock.after(timeoutMs, () => limit.abort(tooSlow()));
  const either = follow([trying, limit.signal]);
  try {
    return await attempt(either.signal);
  } catch (error) {
    throw limit.signal.aborted ? (limit.signal.reason as AppError) : error;
  } finally {
    cancel();
    either.release();
  }
}

/** A signal that aborts with the first of these, and can let go of them: `AbortSignal.any` keeps 1 KB for as long as one of them lives. */
function follow(signals: readonly AbortSignal[]): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const follower = new AbortController();
  const releases = signals.map((signal) => {
    const abort = () => follower.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    return () => signal.removeEventListener('abort', abort);
  });
  return { signal: follower.signal, release: () => releases.forEach((release) => release()) };
}
