import type { ServiceStatusEvent } from '#libs/contracts';
import { toAppError, type AppError } from '#libs/kernel';

/** Close codes of RFC 6455 and, from 4000 on, of the reference. Source: specification of the listen protocol, §1.5. */
export const CLOSE = {
  /** The server ends it, and nothing is wrong: it stops, the client was silent for too long, another connection goes on. */
  goingAway: 1001,
  unsupportedData: 1003,
  policyViolation: 1008,
  internalError: 1011,
  tryAgainLater: 1013,
  tokenExpired: 4001,
  tokenRevoked: 4004,
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** RFC 6455, §5.5: a control frame carries 125 bytes, two of them the code. */
const MAX_REASON_BYTES = 123;
/** The app comes back every 15 s whatever it is told; others are asked to do the same. */
const RETRY_AFTER_S = 15;

/** Ends a socket with a code and a sentence. `status`, when there is one, is told before. */
export class SocketRefusal extends Error {
  constructor(
    readonly code: CloseCode,
    readonly reason: string,
    readonly status: ServiceStatusEvent | null = null,
  ) {
    super(reason);
  }
}

/** What a socket is told that cannot go on, for whatever was thrown. Nothing of what nobody foresaw gets out. */
export function refusalOf(thrown: unknown): SocketRefusal {
  if (thrown instanceof SocketRefusal) return thrown;
  const error = toAppError(thrown);
  switch (error.code) {
    case 'CODEC_UNSUPPORTED':
    case 'SAMPLE_RATE_UNSUPPORTED':
    case 'CODEC_MISMATCH':
      return new SocketRefusal(CLOSE.unsupportedData, error.message);
    case 'LANGUAGE_UNSUPPORTED':
      return new SocketRefusal(
        CLOSE.policyViolation,
        `The language is not supported, ${String(error.details['language'])}`,
      );
    case 'SERVER_BUSY':
      return new SocketRefusal(CLOSE.tryAgainLater, 'busy', failure(error, 'busy'));
    default:
      return new SocketRefusal(
        CLOSE.internalError,
        'transcription_service_unavailable',
        failure(error, REASONS[error.code] ?? 'provider_unavailable'),
      );
  }
}

/** Cuts a reason to what a close frame can carry, between two characters. */
export function closeReason(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > MAX_REASON_BYTES) text = [...text].slice(0, -1).join('');
  return text;
}

const REASONS: Readonly<Record<string, string>> = {
  STORAGE_FULL: 'storage_full',
  STORAGE_UNAVAILABLE: 'storage_unavailable',
  SPEECH_MODEL_MISSING: 'initialization_failed',
};

function failure(error: AppError, reason: string): ServiceStatusEvent {
  const waitS = error.retryAfterMs === undefined ? RETRY_AFTER_S : Math.ceil(error.retryAfterMs / 1_000);
  return {
    status: 'stt_failed',
    status_text: 'Service Unavailable',
    outcome: 'upstream_error',
    retryable: true,
    reason,
    retry_after: Math.min(3_600, Math.max(1, waitS)),
  };
}
