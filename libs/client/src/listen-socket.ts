import type { Socket } from 'socket.io-client';
import type { ListenClientEvents, ListenServerEvents, WireError } from '#libs/contracts';
import { AppError } from '#libs/kernel';

export type ListenSocket = Socket<ListenServerEvents, ListenClientEvents>;

/** Refusals that no waiting helps against; the device or its owner has to change something. Source: docs/listen.md. */
const LASTING: ReadonlySet<string> = new Set([
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'USER_UNKNOWN',
  'CODEC_UNSUPPORTED',
  'CODEC_MISMATCH',
  'SAMPLE_RATE_UNSUPPORTED',
  'LANGUAGE_UNSUPPORTED',
  'SESSION_TAKEN_OVER',
  'BATCH_NOT_BINARY',
  'BATCH_MALFORMED',
  'BATCH_TOO_LONG',
  'FRAME_TOO_LARGE',
  'SEQUENCE_INVALID',
  'CONVERSATION_NOT_IN_PROGRESS',
]);

export function isLasting(error: WireError): boolean {
  return LASTING.has(error.code);
}

/** What the server said, as an error to throw. */
export function refusalOf({ code, message, details, retry_after_ms }: WireError): AppError {
  const options = retry_after_ms === undefined ? {} : { retryAfterMs: retry_after_ms };
  return new AppError(LASTING.has(code) ? 'invalid' : 'unavailable', code, message, details ?? {}, options);
}

export function clientClosed(): AppError {
  return new AppError('conflict', 'CLIENT_CLOSED', 'The client was closed before all its sound was durable.');
}

export function unreachable(url: string): AppError {
  return new AppError(
    'unavailable',
    'SERVER_UNREACHABLE',
    `No Mneme server answers at ${url}; is it running (npm start)?`,
  );
}
