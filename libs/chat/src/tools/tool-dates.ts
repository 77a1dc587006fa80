import { z } from 'zod';
import { AppError } from '#libs/kernel';
import type { TimeRange } from '../evidence/turn-evidence.js';

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** The date arguments that all tools share. */
export const rangeFields = {
  start_date: z
    .string()
    .optional()
    .describe('Only from this time on. ISO 8601 with offset, e.g. 2026-03-05T00:00:00-06:00.'),
  end_date: z.string().optional().describe('Only up to this time. ISO 8601 with offset.'),
};

/** `invalid` CHAT_DATE_INVALID with a message that shows the model what is expected. */
export function rangeOf(args: { start_date?: string | undefined; end_date?: string | undefined }): TimeRange {
  return {
    ...(args.start_date === undefined ? {} : { fromMs: instantOf(args.start_date) }),
    ...(args.end_date === undefined ? {} : { toMs: instantOf(args.end_date) }),
  };
}

function instantOf(text: string): number {
  const epochMs = WITH_OFFSET.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(epochMs)) return epochMs;
  const expected =
    'Dates are ISO 8601 with an offset, e.g. 2026-03-05T00:00:00-06:00. Try again with such a date.';
  throw new AppError('invalid', 'CHAT_DATE_INVALID', expected);
}

/** `2026-03-05 10:00:00 America/Chicago` */
export function localTimestamp(epochMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  return `${format.format(epochMs)} ${timeZone}`;
}
