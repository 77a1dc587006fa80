import { AppError } from '#libs/kernel';
import type { LiveClient } from './live-client.js';

const TAKEN_OVER = {
  code: 'SESSION_TAKEN_OVER',
  message: 'This recording goes on over another connection of the same device.',
} as const;

/** Tells a client that another connection has taken its recording over, and lets it go. */
export function dismiss(client: LiveClient): void {
  client.send('session.error', { ...TAKEN_OVER, fatal: true });
  client.close('taken_over');
}

/** Whether a live session refuses for good because another connection has it: any other conflict may be gone the next time. */
export function isTakenOver(error: AppError): boolean {
  return error.code === TAKEN_OVER.code;
}

export function takenOver(): AppError {
  return new AppError('conflict', TAKEN_OVER.code, TAKEN_OVER.message);
}
