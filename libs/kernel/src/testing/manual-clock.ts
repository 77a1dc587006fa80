import { expect, vi } from 'vitest';
import { Clock, type Cancel } from '../clock.js';

/** Time that moves only when a test says so. */
export class ManualClock extends Clock {
  private timers: { atMs: number; task: () => void }[] = [];
  private elapsedMs = 0;

  constructor(private readonly startMs = Date.UTC(2026, 2, 5, 16, 0, 0)) {
    super();
  }
  override nowMs(): number {
    return this.startMs + this.elapsedMs;
  }
  override monotonicMs(): number {
    return this.elapsedMs;
  }
  override after(delayMs: number, task: () => void): Cancel {
    const timer = { atMs: this.elapsedMs + delayMs, task };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Moves time forward and runs what falls due on the way, in order, letting promises settle in between. */
  async advance(durationMs: number): Promise<void> {
    const untilMs = this.elapsedMs + durationMs;
    for (;;) {
      const next = this.timers.filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.elapsedMs = Math.max(this.elapsedMs, next.atMs);
      next.task();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.elapsedMs = untilMs;
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets time pass by the second until a call has settled that waits for it and for something real, such as a server, by turns. */
  async advanceUntilSettled<T>(call: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = () => void (isSettled = true);
    void call.then(settle, settle);
    await vi.waitFor(
      async () => {
        await this.advance(1_000);
        expect(isSettled).toBe(true);
      },
      { interval: 5, timeout: 5_000 },
    );
    return call;
  }
}
