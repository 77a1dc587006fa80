import type { AppError } from '#libs/kernel';

/**
 * What came of giving a stretch of sound, live or a whole recording, to a recognizer.
 * `success`: text. `expected_silence`: there was no speech to find. `empty_unexpected`: somebody spoke, and no words came of it.
 * `timeout`: no answer in time. `upstream_error`: the recognizer failed, or answered what cannot be read. `config_error`: it cannot be used
 * as it is set up here. `invalid_input`: this sound or language is not for it.
 */
export const SPEECH_OUTCOMES = [
  'success',
  'expected_silence',
  'empty_unexpected',
  'timeout',
  'upstream_error',
  'config_error',
  'invalid_input',
] as const;
export type SpeechOutcome = (typeof SPEECH_OUTCOMES)[number];

/** Outcomes that leave sound without its words. */
export type FailedOutcome = Exclude<SpeechOutcome, 'success' | 'expected_silence'>;

/** Whether trying again, there or elsewhere, may help. */
export const IS_RETRYABLE: Readonly<Record<SpeechOutcome, boolean>> = {
  success: false,
  expected_silence: false,
  empty_unexpected: true,
  timeout: true,
  upstream_error: true,
  config_error: false,
  invalid_input: false,
};

/** Codes that say more than their kind. */
const BY_CODE: Readonly<Record<string, FailedOutcome>> = {
  SPEECH_TIMEOUT: 'timeout',
  SPEECH_STARTING: 'timeout',
  DRAIN_TIMEOUT: 'timeout',
  SPEECH_BUSY: 'timeout',
  SPEECH_MODEL_MISSING: 'config_error',
  SPEECH_CREDENTIALS_REFUSED: 'config_error',
  SPEECH_QUOTA_EXHAUSTED: 'config_error',
  SPEECH_REQUEST_REFUSED: 'config_error',
};
/** Why a provider is away, where it says so, that is its being slow. */
const SLOW: ReadonlySet<unknown> = new Set(['slow', 'silent', 'congested']);

/** What a failure comes to of which only the code is known. */
export function outcomeOfCode(code: string): FailedOutcome {
  return BY_CODE[code] ?? 'upstream_error';
}

/** What a recognizer's failure comes to. */
export function outcomeOfError(error: AppError): FailedOutcome {
  const known = BY_CODE[error.code];
  if (known) return known;
  if (error.kind === 'invalid' || error.kind === 'too_large') return 'invalid_input';
  if (error.kind === 'unauthenticated' || error.kind === 'forbidden') return 'config_error';
  return SLOW.has(error.details.reason) ? 'timeout' : 'upstream_error';
}

/** What an answer comes to. */
export function outcomeOfText(hasText: boolean, heldSpeech: boolean): SpeechOutcome {
  if (hasText) return 'success';
  return heldSpeech ? 'empty_unexpected' : 'expected_silence';
}
