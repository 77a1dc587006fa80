import type { ServiceStatusEvent } from '#libs/contracts';

type Failure = Required<Pick<ServiceStatusEvent, 'outcome' | 'retryable' | 'reason'>>;

/** What only the person who runs the server can end. */
const FOR_GOOD: Failure = { outcome: 'config_error', retryable: false, reason: 'initialization_failed' };
/** What passes by itself. */
const FOR_NOW: Failure = { outcome: 'upstream_error', retryable: true, reason: 'provider_unavailable' };
/** A recognizer that is away is tried again at least every minute; most are back sooner. */
const RETRY_AFTER_S = 15;

const FAILURES: Readonly<Record<string, Failure>> = {
  SPEECH_MODEL_MISSING: FOR_GOOD,
  SPEECH_CREDENTIALS_REFUSED: FOR_GOOD,
  SPEECH_REQUEST_REFUSED: FOR_GOOD,
  SPEECH_STARTING: { outcome: 'timeout', retryable: true, reason: 'initialization_failed' },
};

/** `stt_failed` in the words of the reference (specification of the listen protocol, §3.4, §6.6), whose clients read no codes of ours. */
export function describedFailure(status: ServiceStatusEvent): ServiceStatusEvent {
  const failure = FAILURES[status.reason ?? ''] ?? FOR_NOW;
  const described = { status_text: 'STT Service Unavailable', ...failure, ...stated(status) };
  return described.retryable ? { retry_after: RETRY_AFTER_S, ...described } : described;
}

/** What the status says itself goes before what its code means, but the code stays here. */
function stated({ reason, ...status }: ServiceStatusEvent): ServiceStatusEvent {
  return reason === undefined || /^[A-Z_]+$/.test(reason) ? status : { ...status, reason };
}
