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

export function takenOver(): AppError {
  return new AppError('conflict', TAKEN_OVER.code, TAKEN_OVER.message);
}
