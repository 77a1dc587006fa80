import type { Clock } from '#libs/kernel';

/** Wakes who sleeps, and remembers that there was something to wake up for. */
export class WakeSignal {
  private raised = false;
  private wakeSleeper: (() => void) | null = null;

  constructor(private readonly clock: Clock) {}

  /** Whether it was raised since it was lowered last. */
  get isRaised(): boolean {
    return this.raised;
  }

  raise(): void {
    this.raised = true;
    this.wakeSleeper?.();
  }

  lower(): void {
    this.raised = false;
  }

  /** Until it is raised the next time, or `maxMs` passed. */
  sleep(maxMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        this.wakeSleeper = null;
        resolve();
      };
      const cancel = this.clock.after(maxMs, wake);
      this.wakeSleeper = wake;
    });
  }
}
