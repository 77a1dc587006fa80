import { z } from 'zod';
import { defineJob } from './job-definition.js';
import { ownerRef } from './job-refs.js';

/**
 * Removes everything of a closed account. Tried until it succeeds, because a promise was given. The account is not called `ownerId`: all
 * jobs of an owner are forgotten when the account is closed, this one is not.
 */
export const purgeAccount = defineJob({
  name: 'account.purge',
  schema: z.object({ accountId: z.string().min(1) }),
  attempts: 1_000,
  timeoutMs: 30 * 60_000,
  dedupeKey: (p) => p.accountId,
});

/**
 * Moves what is left of an owner's data to the level of protection that the owner chose, and looks again once no process can remember
 * the old level any more. `chosenAtMs`: epoch milliseconds.
 */
export const protectOwner = defineJob({
  name: 'account.protect',
  schema: ownerRef.extend({
    level: z.enum(['standard', 'enhanced']),
    chosenAtMs: z.number().int(),
  }),
  attempts: 100,
  timeoutMs: 60 * 60_000,
  concurrency: 1,
  dedupeKey: (p) => `${p.ownerId}/${p.level}`,
});
