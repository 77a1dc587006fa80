import type { Clock } from './clock.js';

/**
 * Shares the event loop: many tasks that each have a little to compute take their turns here, first come first served, and after
 * `budgetMs` of it everything else gets the loop before the next ones. What arrives meanwhile waits for that long and not for all of them.
 */
export class TurnTaker {
  private waiting: (() => void)[] = [];
  private isPlanned = false;

  constructor(
    private readonly clock: Clock,
    private readonly budgetMs: number,
  ) {}

  /** Resolves when it is the caller's turn, which lasts until it waits for something. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.plan();
    });
  }

  private plan(): void {
    if (this.isPlanned || this.waiting.length === 0) return;
    this.isPlanned = true;
    setImmediate(() => void this.giveTurns());
  }

  private async giveTurns(): Promise<void> {
    const untilMs = this.clock.monotonicMs() + this.budgetMs;
    const waiting = this.waiting;
    this.waiting = [];
    let given = 0;
    while (given < waiting.length && (given === 0 || this.clock.monotonicMs() < untilMs)) {
      waiting[given]!();
      given += 1;
      // Whoever was given the turn was put in line before this: it has run when this goes on.
      await Promise.resolve();
    }
    this.waiting = [...waiting.slice(given), ...this.waiting];
    this.isPlanned = false;
    this.plan();
  }
}
