import { z } from 'zod';
import { defineJob } from './job-definition.js';
import { ownerKey, ownerRef, revisionKey, revisionRef } from './job-refs.js';

/** Reads progress towards the owner's goals out of a finished conversation. */
export const trackGoals = defineJob({
  name: 'goal.track',
  schema: revisionRef,
  dedupeKey: revisionKey,
});

/** Starts the owner's summary timer when it does not run: there is something to sum up. */
export const armDailySummary = defineJob({
  name: 'daily-summary.arm',
  schema: revisionRef,
  dedupeKey: revisionKey,
});

/** The timer of an owner's daily summary: sums up the days that are due, and puts itself off until the next. */
export const summarizeDays = defineJob({
  name: 'daily-summary.tick',
  timer: true,
  schema: ownerRef,
  timeoutMs: 10 * 60_000,
  rerun: true,
  dedupeKey: ownerKey,
});

/** Sums up a day again from what is left of it. `date`: `YYYY-MM-DD` on the owner's calendar. */
export const remakeDailySummary = defineJob({
  name: 'daily-summary.remake',
  schema: ownerRef.extend({ date: z.iso.date() }),
  timeoutMs: 10 * 60_000,
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.date}`,
});
