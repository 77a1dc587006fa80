import type { AppError } from '#libs/kernel';
import { languageUnsupported } from '../language-support.js';
import {
  credentialsRefused,
  providerAway,
  quotaExhausted,
  rateLimited,
  requestRefused,
} from './provider-failures.js';
import { SPEECHMATICS_LANGUAGES } from './speechmatics-languages.js';

export const SPEECHMATICS = 'speechmatics';

/** The close code of an account that has all its streams open. docs.speechmatics.com/api-ref/realtime-transcription-websocket */
const QUOTA_CLOSE_CODE = 4005;

const refusesKey = () => credentialsRefused(SPEECHMATICS);
const refusesRequest = () => requestRefused(SPEECHMATICS);
const refusesLanguage = (language: string) => languageUnsupported(language, SPEECHMATICS_LANGUAGES);

/** The same page. Types that are not here, such as `job_error`, pass by themselves. */
const FAILURES: Readonly<Record<string, (language: string) => AppError>> = {
  not_authorised: refusesKey,
  not_allowed: refusesKey,
  quota_exceeded: () => rateLimited(SPEECHMATICS),
  timelimit_exceeded: () => quotaExhausted(SPEECHMATICS),
  invalid_language: refusesLanguage,
  invalid_model: refusesLanguage,
  invalid_config: refusesRequest,
  invalid_message: refusesRequest,
  invalid_audio_type: refusesRequest,
  protocol_error: refusesRequest,
};

/** What an `Error` message means for a stream in `language`. */
export function failureOfError(type: string, language: string): AppError {
  return FAILURES[type]?.(language) ?? providerAway(SPEECHMATICS, 'failed');
}

export function failureOfClose(code: number, wasReady: boolean): AppError {
  if (code === QUOTA_CLOSE_CODE) return rateLimited(SPEECHMATICS);
  return providerAway(SPEECHMATICS, wasReady ? 'closed' : 'unreachable', code);
}
