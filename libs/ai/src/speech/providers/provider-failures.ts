import { AppError } from '#libs/kernel';

/** A key, a plan or an account is put right by a person, not by trying again. */
const PERSON_NEEDED_MS = 15 * 60_000;
/** Where a provider says "too much" and not for how long. */
const BUSY_MS = 10_000;

/** Why a provider is not there: `closed` it hung up, `silent` it stopped answering, `congested` it does not take audio as fast as it comes. */
export type AwayReason =
  'unreachable' | 'closed' | 'silent' | 'nonsense' | 'congested' | 'slow' | 'ended' | 'failed';

/** `unavailable` SPEECH_UNAVAILABLE: it may be back soon. `code` is a status or a close code, never a text of the provider's. */
export function providerAway(provider: string, reason: AwayReason, code?: number): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_UNAVAILABLE',
    `The speech provider ${provider} cannot be used at the moment. Audio is kept; send what follows the last progress to a new stream.`,
    { provider, reason, ...(code === undefined ? {} : { code }) },
  );
}

/** `unavailable` SPEECH_CREDENTIALS_REFUSED: no use before a person changed the key. */
export function credentialsRefused(provider: string): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_CREDENTIALS_REFUSED',
    `The speech provider ${provider} does not accept the configured key. Set one that is valid and may use its speech recognition.`,
    { provider },
    { retryAfterMs: PERSON_NEEDED_MS },
  );
}

/** `rate_limited` SPEECH_QUOTA_EXHAUSTED: what was paid for is used up. */
export function quotaExhausted(provider: string): AppError {
  return new AppError(
    'rate_limited',
    'SPEECH_QUOTA_EXHAUSTED',
    `What the account at the speech provider ${provider} may use is used up. Extend it there, or name another provider.`,
    { provider },
    { retryAfterMs: PERSON_NEEDED_MS },
  );
}

/** `rate_limited` SPEECH_RATE_LIMITED: too many streams or requests at once. */
export function rateLimited(provider: string, retryAfterMs?: number): AppError {
  return new AppError(
    'rate_limited',
    'SPEECH_RATE_LIMITED',
    `The speech provider ${provider} takes no more streams at the moment.`,
    { provider },
    { retryAfterMs: retryAfterMs ?? BUSY_MS },
  );
}

/** `unavailable` SPEECH_REQUEST_REFUSED: it does not know a model or an option that is configured. */
export function requestRefused(provider: string, code?: number): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_REQUEST_REFUSED',
    `The speech provider ${provider} does not accept what it is asked for. Check the configured model and address.`,
    { provider, ...(code === undefined ? {} : { code }) },
    { retryAfterMs: PERSON_NEEDED_MS },
  );
}

/** What an HTTP status of 400 or more means, of a request or of a WebSocket handshake. */
export function failureOfStatus(provider: string, status: number, retryAfterMs?: number): AppError {
  switch (status) {
    case 401:
    case 403:
      return credentialsRefused(provider);
    case 402:
      return quotaExhausted(provider);
    case 429:
      return rateLimited(provider, retryAfterMs);
    case 408:
      return providerAway(provider, 'slow', status);
    default:
      return status < 500 ? requestRefused(provider, status) : providerAway(provider, 'failed', status);
  }
}

/** A `Retry-After` header, which gives seconds or a date (RFC 9110 §10.2.3); undefined for none and for anything else. */
export function retryAfterMsOf(header: string | null | undefined, nowMs: number): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - nowMs;
  return Number.isFinite(waitMs) && waitMs >= 0 ? Math.ceil(waitMs) : undefined;
}
