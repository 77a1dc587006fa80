/** Whose fault a failure is, and so what every door (HTTP, socket, job) does about it. A closed set: adding one must not compile until each door answers it. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'locked'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'rate_limited'
  | 'unavailable'
  | 'bug';

export interface AppErrorOptions {
  cause?: unknown;
  /** How long the caller should wait before it tries again, in milliseconds. */
  retryAfterMs?: number;
}

/**
 * The one error that crosses a lib's edge. `code` is public and stable (SCREAMING_SNAKE), `message` is for a person and says
 * what to do, `details` holds field names, limits and ids, never anything that a user said or typed.
 */
export class AppError extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options: AppErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Makes any thrown value an AppError; what nobody foresaw becomes a `bug` whose message gives nothing away. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError('bug', 'INTERNAL', 'Something went wrong inside the server.', {}, { cause: thrown });
}

/** Whether trying the same thing again later can succeed. */
export function isRetryable(error: AppError): boolean {
  return error.kind === 'unavailable' || error.kind === 'rate_limited' || error.kind === 'conflict';
}

/** Marks the branch of a switch that the type system proves unreachable. */
export function assertNever(value: never): never {
  throw new AppError('bug', 'UNREACHABLE', `Unexpected value of type ${typeof value}`);
}
