import { AppError } from '#libs/kernel';
import type { CountingInput, CountingOutput } from './counting-task.js';

/** Counts words; input with `fail` set is refused, to see what becomes of an error of the rules. */
export function countWords(input: CountingInput): CountingOutput {
  if (input.fail)
    throw new AppError('invalid', 'NOTHING_TO_COUNT', 'There is nothing to count.', { field: 'text' });
  return { words: input.text.split(/\s+/).filter(Boolean).length };
}
