import { RequestInvalid } from './validation.js';

/** A value that may come in the query or in the body, but must come. */
export function required<T>(name: string, value: T | undefined): T {
  if (value !== undefined) return value;
  throw new RequestInvalid([
    { loc: ['request', name], msg: `${name} is required, in the query or in the body`, type: 'required' },
  ]);
}
