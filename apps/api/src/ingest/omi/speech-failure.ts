import type { ServiceStatusEvent } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { IS_RETRYABLE, outcomeOfError, SPEECH_OUTCOMES, type SpeechOutcome } from '#libs/transcription';

/** A recognizer that is away is tried again at least every minute; most are back sooner. */
const RETRY_AFTER_S = 15;
const CODE = /^[A-Z][A-Z_]+$/;

/**
 * `stt_failed` in the words of the reference (specification of the listen protocol, §3.4, §6.6), whose clients read no codes of ours:
 * what the code means is said by `outcome`, `retryable` and one of the reference's reasons.
 */
export function describedFailure(status: ServiceStatusEvent): ServiceStatusEvent {
  const outcome = outcomeOf(status);
  const retryable = IS_RETRYABLE[outcome];
  const { reason, ...stated } = status;
  const described = {
    status_text: 'STT Service Unavailable',
    ...stated,
    outcome,
    retryable,
    reason: reason === undefined || CODE.test(reason) ? reasonOf(outcome) : reason,
  };
  return retryable ? { retry_after: RETRY_AFTER_S, ...described } : described;
}

function outcomeOf({ outcome, reason }: ServiceStatusEvent): SpeechOutcome {
  const stated = SPEECH_OUTCOMES.find((known) => known === outcome);
  return stated ?? outcomeOfError(new AppError('unavailable', reason ?? '', ''));
}

/** Of the reference's reasons those that fit: it never began, or it went away. */
function reasonOf(outcome: SpeechOutcome): string {
  return outcome === 'config_error' || outcome === 'timeout'
    ? 'initialization_failed'
    : 'provider_unavailable';
}
