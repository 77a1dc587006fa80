import { z } from 'zod';
import type { Variable } from './variable.js';

/** How much is taken in at once, and how often. */
export const limitsVariables = {
  MAX_LIVE_STREAMS: {
    description:
      'How many devices may stream at once; those above it are told to come back later. Their recordings stay on them until then.',
    whenUnset: '300',
    example: '100',
    allowed: 'a whole number from 1 to 100000',
    schema: z.coerce.number().int().min(1).max(100_000).default(300),
  },
  RATE_LIMIT_BOOST: {
    description:
      'How many times as often as Omi allows it one account may have the server do costly things (reprocess, chat, search, merge and the like) in an hour; 0 sets no limits.',
    whenUnset: '10',
    example: '1',
    allowed: 'a number from 0 to 1000',
    schema: z.coerce.number().min(0).max(1_000).default(10),
  },
} as const satisfies Record<string, Variable>;
