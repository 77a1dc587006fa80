/** Undoes what it was returned for. Calling it twice is harmless. */
export type Cancel = () => void;

/** The only source of time in the libs, so that a test can hold it still. All values are milliseconds. */
export abstract class Clock {
  /** Wall-clock time, epoch milliseconds. */
  abstract nowMs(): number;
  /** Time that never goes backwards, for durations. */
  abstract monotonicMs(): number;
  /** Runs `task` once after `delayMs`. A thrown error goes to the process's uncaught handler: catch inside. */
  abstract after(delayMs: number, task: () => void): Cancel;

  now(): Date {
    return new Date(this.nowMs());
  }

  /** Resolves after `delayMs`, or rejects with the signal's reason as soon as it aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const onAbort = () => {
        cancel();
        reject(signal!.reason as Error);
      };
      const cancel = this.after(delayMs, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}

export class SystemClock extends Clock {
  /** `holdsProcess`: a task that is due later keeps the process from ending, as a command wants it and a server does not. */
  constructor(private readonly options: { readonly holdsProcess?: boolean } = {}) {
    super();
  }

  override nowMs(): number {
    return Date.now();
  }
  override monotonicMs(): number {
    return performance.now();
  }
  override after(delayMs: number, task: () => void): Cancel {
    const timer = setTimeout(task, Math.min(delayMs, 0x7fffffff));
    if (!this.options.holdsProcess) timer.unref();
    return () => clearTimeout(timer);
  }
}
