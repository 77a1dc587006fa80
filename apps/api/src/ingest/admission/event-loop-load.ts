import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock, type Cancel } from '#libs/kernel';

/** How often the load is read. */
export const SAMPLE_EVERY_MS = 1_000;
/** Above this share of its time the event loop has no reserve: everybody begins to wait. */
const TOO_HIGH = 0.95;
/** Below it there is room again. Lower than the other, so that those who come back do not tip it over at once. */
const LOW_AGAIN = 0.85;
/** So many samples in a row change the verdict: a burst of reconnections is over before. */
export const SAMPLES = 5;

/** Whether this process is so busy that one more stream would make the others wait. */
@Injectable()
export class EventLoopLoad implements OnApplicationBootstrap, OnModuleDestroy {
  private tooHigh = false;
  private inARow = 0;
  private last: EventLoopUtilization = performance.eventLoopUtilization();
  private cancel: Cancel = () => undefined;

  constructor(private readonly clock: Clock) {}

  get isTooHigh(): boolean {
    return this.tooHigh;
  }

  onApplicationBootstrap(): void {
    this.cancel = this.clock.after(SAMPLE_EVERY_MS, () => {
      this.judge(this.utilization());
      this.onApplicationBootstrap();
    });
  }

  onModuleDestroy(): void {
    this.cancel();
  }

  /** Share of the time since the last reading, 0 to 1, that the event loop was at work. */
  protected utilization(): number {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.last);
    this.last = now;
    return utilization;
  }

  private judge(utilization: number): void {
    const speaksAgainst = this.tooHigh ? utilization < LOW_AGAIN : utilization > TOO_HIGH;
    this.inARow = speaksAgainst ? this.inARow + 1 : 0;
    if (this.inARow < SAMPLES) return;
    this.tooHigh = !this.tooHigh;
    this.inARow = 0;
  }
}
