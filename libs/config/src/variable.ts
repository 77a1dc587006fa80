import type { z } from 'zod';

/** What one environment variable is: the tables are parsed, documented and checked for misspellings from this alone. */
export interface Variable {
  /** One sentence for the person who sets it. */
  readonly description: string;
  /** What happens when it is not set, as the documentation shows it. */
  readonly whenUnset: string;
  /** A value to start from, for `.env.example`. */
  readonly example: string;
  /** Completes the sentence "must be …". */
  readonly allowed: string;
  /** Parses the trimmed text; undefined (not set, or empty) gives the default where that is a constant. */
  readonly schema: z.ZodType;
  /** Its value may not be shown, neither in an error nor in a log. */
  readonly secret?: true;
}
