import type { Memory } from '#libs/contracts';
import { AppError } from '#libs/kernel';

/** Of the wire: any other word is a 400, not a 422. */
export function visibilityOf(value: string): Memory['visibility'] {
  if (value === 'private' || value === 'public') return value;
  throw new AppError('invalid', 'VISIBILITY_UNKNOWN', 'A memory is private or public.', { field: 'value' });
}
