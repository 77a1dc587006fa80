import { AppError } from '#libs/kernel';

export function captureLogExists(): AppError {
  return new AppError(
    'conflict',
    'CAPTURE_LOG_EXISTS',
    'This session was used before. Resume it, or open one with a new id.',
  );
}

export function captureLogInUse(): AppError {
  return new AppError(
    'conflict',
    'CAPTURE_LOG_IN_USE',
    'This session is open elsewhere. Close it there and try again.',
    {},
    { retryAfterMs: 1_000 },
  );
}

export function captureLogMissing(): AppError {
  return new AppError('not_found', 'CAPTURE_LOG_MISSING', 'There is no such audio session. Open a new one.');
}

export function sessionClosed(): AppError {
  return new AppError(
    'conflict',
    'SESSION_CLOSED',
    'This audio session has ended. Open a new one, or resume it, and send the frames again.',
  );
}
