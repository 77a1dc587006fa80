/** A recognizer is tried again at least this often, for as long as somebody needs it. */
export const MAX_BACKOFF_MS = 60_000;
const FIRST_BACKOFF_MS = 500;

/** How long to wait after so many failures in a row, counted from 1. */
export function backOffMs(failures: number): number {
  return Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.max(0, failures - 1));
}
