import { toAppError } from '#libs/kernel';

/** For `catch`: what is not there is null, everything else is thrown on. */
export function nullWhenMissing(thrown: unknown): null {
  if (toAppError(thrown).kind === 'not_found') return null;
  throw thrown;
}
