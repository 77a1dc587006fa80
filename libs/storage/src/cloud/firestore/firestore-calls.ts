import type { Clock } from '#libs/kernel';
import {
  isPassing,
  translateFirestoreError,
  unavailable,
  type FirestoreOperation,
} from './firestore-errors.js';

export interface FirestoreCallsOptions {
  readonly clock: Clock;
  /** From the first attempt to the answer, whatever happens in between. */
  readonly timeoutMs: number;
}

const FIRST_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 1_000;

/** Runs calls to Firestore until they are answered or the time is up: a request of ours never hangs on a server that is away. */
export class FirestoreCalls {
  private readonly pending = new Set<Promise<unknown>>();

  constructor(private readonly options: FirestoreCallsOptions) {}

  /**
   * Repeats `call` after contention, throttling and lost connections, with growing, jittered pauses. Everything that comes out is an
   * AppError; `unavailable` STORAGE_UNAVAILABLE when the time is up. `call` must bear repetition.
   */
  run<T>(
    operation: FirestoreOperation,
    call: () => Promise<T>,
    timeoutMs = this.options.timeoutMs,
  ): Promise<T> {
    return this.repeat(operation, timeoutMs, (leftMs) => this.within(leftMs, call));
  }

  /** As `run`, for work on many documents: it may take as long as it needs, but is not begun again when the time is up. */
  patiently<T>(operation: FirestoreOperation, work: () => Promise<T>): Promise<T> {
    return this.repeat(operation, this.options.timeoutMs, () => this.tracked(work()));
  }

  /** Resolves when nothing is under way any more, not even what its caller has given up. */
  async idle(): Promise<void> {
    while (this.pending.size > 0) await Promise.allSettled(this.pending);
  }

  private async repeat<T>(
    operation: FirestoreOperation,
    timeoutMs: number,
    attempt: (leftMs: number) => Promise<T>,
  ): Promise<T> {
    const { clock } = this.options;
    const untilMs = clock.monotonicMs() + timeoutMs;
    for (let failures = 0; ; failures += 1) {
      try {
        return await attempt(untilMs - clock.monotonicMs());
      } catch (error) {
        const pauseMs = backoffMs(failures);
        if (!isPassing(error) || clock.monotonicMs() + pauseMs >= untilMs) {
          throw translateFirestoreError(error, operation);
        }
        await clock.sleep(pauseMs);
      }
    }
  }

  /** The call's answer, or a rejection when it takes too long. What then still comes of it is ignored. */
  private within<T>(leftMs: number, call: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const cancel = this.options.clock.after(Math.max(0, leftMs), () =>
        reject(unavailable('it did not answer in time')),
      );
      this.tracked(call()).then(resolve, reject).finally(cancel);
    });
  }

  private tracked<T>(promise: Promise<T>): Promise<T> {
    this.pending.add(promise);
    return promise.finally(() => this.pending.delete(promise));
  }
}

/** Full jitter over half of it, so that many that failed together do not come back together. */
function backoffMs(failures: number): number {
  const full = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures);
  return full / 2 + (Math.random() * full) / 2;
}
