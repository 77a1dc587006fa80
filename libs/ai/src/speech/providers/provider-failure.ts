import { AppError } from '#libs/kernel';

/** How long to stay away from a provider that is busy and does not say for how long. */
const BUSY_MS = 5_000;
/** Longer than this nobody asks in earnest; the provider is asked again at the latest then. */
const MAX_RETRY_AFTER_MS = 10 * 60_000;

/** The provider was not reached, broke off, took too long, or answered what cannot be an answer. */
export function providerAway(provider: string, cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_UNAVAILABLE',
    `The speech provider '${provider}' does not answer as it should. Send the audio after the last progress to a new stream.`,
    { provider },
    { cause },
  );
}

/** The provider has more to do than it takes on, or than was paid for. */
export function providerBusy(provider: string, retryAfterMs = BUSY_MS): AppError {
  return new AppError(
    'rate_limited',
    'SPEECH_PROVIDER_BUSY',
    `The speech provider '${provider}' takes no more audio just now. Wait, or use another one meanwhile.`,
    { provider },
    { retryAfterMs: Math.min(retryAfterMs, MAX_RETRY_AFTER_MS) },
  );
}

/** The provider does not know the key, or the key may not do this. Trying again with the same key does not help. */
export function credentialsRefused(provider: string): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_CREDENTIALS_REFUSED',
    `The speech provider '${provider}' refuses the key. Check the key and what it may do.`,
    { provider },
  );
}

/** The provider understood and does not want it like this. Trying the same again does not help. */
export function requestRefused(provider: string, status: number): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_REQUEST_REFUSED',
    `The speech provider '${provider}' refuses what it is asked for. Check its address and the name of the model.`,
    { provider, status },
  );
}

/** What a status of HTTP's kind means; providers use the same numbers within their sockets. */
export function statusFailure(provider: string, status: number, retryAfterMs?: number): AppError {
  if (status === 401 || status === 403) return credentialsRefused(provider);
  if (status === 402 || status === 429) return providerBusy(provider, retryAfterMs);
  if (status === 408 || status === 425 || status >= 500 || status < 400) return providerAway(provider);
  return requestRefused(provider, status);
}

/** Whether the same request may work a moment later. */
export function mayPass(failure: AppError): boolean {
  return failure.code === 'SPEECH_UNAVAILABLE' || failure.code === 'SPEECH_PROVIDER_BUSY';
}

/** A `Retry-After` header, seconds or a date, in milliseconds from now; undefined when it says nothing. */
export function retryAfterMsOf(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - nowMs;
  return Number.isFinite(waitMs) && waitMs >= 0 ? waitMs : undefined;
}
