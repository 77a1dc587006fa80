import { AppError, type Clock } from '#libs/kernel';

export interface PatientCallsOptions {
  /** As a person knows it, for messages. */
  readonly service: string;
  readonly clock: Clock;
  /** After this long the call has failed, however often it was tried. */
  readonly deadlineMs: number;
  /** How long to wait before another try, at least; undefined when another try cannot help. */
  readonly retryAfterMs: (error: unknown) => number | undefined;
}

const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 5_000;

/** Calls of a service over the network: tried again, ever later and never all at once, until the deadline; then STORAGE_UNAVAILABLE. */
export class PatientCalls {
  constructor(private readonly options: PatientCallsOptions) {}

  /** `work` must be safe to repeat. Errors that another try cannot help are thrown as they came. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const { clock, deadlineMs, retryAfterMs } = this.options;
    const startedMs = clock.monotonicMs();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        const atLeastMs = retryAfterMs(error);
        if (atLeastMs === undefined) throw error;
        const delayMs = Math.max(atLeastMs, backoffMs(attempt));
        if (clock.monotonicMs() - startedMs + delayMs > deadlineMs) throw this.unavailable(error);
        await clock.sleep(delayMs);
      }
    }
  }

  private unavailable(cause: unknown): AppError {
    const { service } = this.options;
    return new AppError(
      'unavailable',
      'STORAGE_UNAVAILABLE',
      `${service} does not answer. Nothing is lost; try again in a moment.`,
      { service },
      { cause },
    );
  }
}

/** Doubles with every attempt; the random half keeps many callers from coming back together. */
function backoffMs(attempt: number): number {
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
}
