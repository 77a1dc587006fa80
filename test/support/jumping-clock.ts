import { SystemClock, type Cancel } from '#libs/kernel';

interface Timer {
  readonly dueMs: number;
  readonly task: () => void;
  handle: NodeJS.Timeout;
}

/** Real time that can be made to pass faster, for a server that talks to real sockets. */
export class JumpingClock extends SystemClock {
  private skippedMs = 0;
  private readonly timers = new Set<Timer>();

  override nowMs(): number {
    return super.nowMs() + this.skippedMs;
  }
  override monotonicMs(): number {
    return super.monotonicMs() + this.skippedMs;
  }
  override after(delayMs: number, task: () => void): Cancel {
    const timer = { dueMs: this.monotonicMs() + delayMs, task } as Timer;
    timer.handle = setTimeout(() => this.fire(timer), Math.min(delayMs, 0x7fffffff));
    timer.handle.unref();
    this.timers.add(timer);
    return () => this.forget(timer);
  }

  /** Lets seconds pass, in steps, each with time for what becomes due in it and for what comes over the sockets. */
  async pass(seconds: number, stepSeconds = 1): Promise<void> {
    for (let passed = 0; passed < seconds; passed += stepSeconds) {
      this.skippedMs += stepSeconds * 1_000;
      const due = [...this.timers].filter(({ dueMs }) => dueMs <= this.monotonicMs());
      for (const timer of due.sort((a, b) => a.dueMs - b.dueMs)) this.fire(timer);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  private fire(timer: Timer): void {
    if (!this.timers.has(timer)) return;
    this.forget(timer);
    timer.task();
  }

  private forget(timer: Timer): void {
    clearTimeout(timer.handle);
    this.timers.delete(timer);
  }
}
