import { RETRYABLE_ERR_FN_DEFAULT, type ApiError } from '@google-cloud/storage';
import { AppError } from '#libs/kernel';

/** Nobody is there (yet, or just now), or the way is broken; Google's client tries again for a part of these only. */
const NETWORK_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'],
  ...['ENETUNREACH', 'ERR_SOCKET_CONNECTION_TIMEOUT'],
]);

/** Whether the same request can succeed later. */
export function isPassing(error: unknown): boolean {
  const { code, cause, name } = error as { code?: unknown; cause?: { code?: unknown }; name?: string };
  const codes = [code, cause?.code].map(String);
  return (
    name === 'AbortError' ||
    RETRYABLE_ERR_FN_DEFAULT(error as ApiError) ||
    codes.some((text) => NETWORK_CODES.has(text) || text.startsWith('UND_ERR_'))
  );
}

/** An HTTP status, wherever the client put it. */
export function statusOf(error: unknown): number | undefined {
  const status = Number((error as { code?: unknown } | null)?.code);
  return Number.isInteger(status) ? status : undefined;
}

/** Whatever the client threw, as `unavailable` STORAGE_UNAVAILABLE. Its message may hold keys, so it goes no further than the cause. */
export function gcsUnavailable(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const status = statusOf(error);
  return new AppError(
    'unavailable',
    'STORAGE_UNAVAILABLE',
    adviceFor(status),
    status === undefined ? {} : { http_status: status },
    { cause: error },
  );
}

function adviceFor(status: number | undefined): string {
  if (status === 401 || status === 403) {
    return 'Google Cloud Storage refuses us. Give the service account the role Storage Object Admin on the bucket.';
  }
  if (status === 404) return 'The bucket in GCS_BUCKET does not exist. Create it, or correct the name.';
  return 'Google Cloud Storage does not answer right now. Try again in a moment.';
}
