import { toAppError } from '#libs/kernel';
import type { HealthResult } from '#libs/observability';

/** State of the server. */
export class Health {
  /** `ok`, or `unavailable` when at least one check fails. */
  status!: string;
  /** `ok` or a stable code, per part. */
  checks!: Record<string, string>;
}

export function healthOf(results: readonly HealthResult[]): Health {
  const checks = results.map(
    ({ name, error }) => [name, error === undefined ? 'ok' : toAppError(error).code] as const,
  );
  return {
    status: results.every((result) => result.error === undefined) ? 'ok' : 'unavailable',
    checks: Object.fromEntries(checks),
  };
}
