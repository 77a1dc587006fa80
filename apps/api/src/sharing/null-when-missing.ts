import { toAppError } from '#libs/kernel';

/** For `catch`: what is not there, or not to be shown, is null, everything else is thrown on. */
export function nullWhenMissing(thrown: unknown): null {
  const { kind } = toAppError(thrown);
  if (kind === 'not_found' || kind === 'locked') return null;
  throw thrown;
}
