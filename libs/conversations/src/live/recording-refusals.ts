import { AppError } from '#libs/kernel';

export function sessionOpening(): AppError {
  return new AppError(
    'unavailable',
    'SESSION_OPENING',
    'The session is not open yet. Try again in a moment.',
  );
}
