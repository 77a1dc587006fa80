import { z } from 'zod';
import { defineJob } from '#libs/contracts';

/** The job of `worker-process.ts`; in a file of its own because importing that one runs it. */
export const journalJob = defineJob({
  name: 'test.journal',
  schema: z.object({ key: z.string() }),
  attempts: 10,
  concurrency: 4,
  dedupeKey: ({ key }) => key,
});
