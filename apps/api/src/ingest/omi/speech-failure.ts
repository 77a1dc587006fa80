import type { ServiceStatusEvent } from '#libs/contracts';

/** A recognizer that is away is tried again at least every minute; most are back sooner. */
const RETRY_AFTER_S = 15;
const CODE = /^[A-Z][A-Z_]+$/;

/**
 * `stt_failed` in the words of the reference (specification of the listen protocol, §3.4), whose clients read no codes of ours: what the code
 * means is said by `outcome`, `retryable` and one of the reference's reasons.
 */
export function describedFailure(status: ServiceStatusEvent): ServiceStatusEvent {
  const { reason, ...stated } = status;
  const described = {
    status_text: 'STT Service Unavailable',
    ...stated,
    reason: reason === undefined || CODE.test(reason) ? reasonOf(status) : reason,
  };
  return status.retryable ? { retry_after: RETRY_AFTER_S, ...described } : described;
}

/** Of the reference's reasons those that fit: it never began, or it went away. */
function reasonOf({ outcome }: ServiceStatusEvent): string {
  return outcome === 'config_error' || outcome === 'timeout'
    ? 'initialization_failed'
    : 'provider_unavailable';
}
