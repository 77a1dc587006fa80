import type { PairsAnswer, PairsInput } from './judge-pairs.task.js';

/** What the rules say where they have no opinion: both hold. */
export function holdBoth({ pairs }: PairsInput): PairsAnswer {
  return { verdicts: pairs.map(() => 'both') };
}
