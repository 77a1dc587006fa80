import type { Cancel, Clock } from '#libs/kernel';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** Devices that lost their server together must not come back in the same moment. */
const JITTER = 0.25;

/** The pause before a line is tried again: longer each time, never shorter than the server asks for. */
export class RetryPause {
  private cancelTimer: Cancel | null = null;
  private tried = 0;

  constructor(private readonly clock: Clock) {}

  /** How often it was tried in vain. */
  get failures(): number {
    return this.tried;
  }

  /** Runs `task` after the pause; answers false, and changes nothing, while a pause goes on. */
  begin(task: () => void, askedForMs = 0): boolean {
    if (this.cancelTimer) return false;
    const chance = Math.random();
    const backOffMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.tried) * (1 + JITTER * (2 * chance - 1));
    this.tried += 1;
    this.cancelTimer = this.clock.after(Math.max(askedForMs * (1 + JITTER * chance), backOffMs), () => {
      this.cancelTimer = null;
      task();
    });
    return true;
  }

  /** The line is up. */
  reset(): void {
    this.tried = 0;
  }

  cancel(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
  }
}
