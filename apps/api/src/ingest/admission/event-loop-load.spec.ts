import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { EventLoopLoad, SAMPLE_EVERY_MS, SAMPLES } from './event-loop-load.js';

class MeasuredLoad extends EventLoopLoad {
  value = 0;
  protected override utilization(): number {
    return this.value;
  }
}

describe('the load of the process', () => {
  let clock: ManualClock;
  let load: MeasuredLoad;
  beforeEach(() => {
    clock = new ManualClock();
    load = new MeasuredLoad(clock);
    load.onApplicationBootstrap();
  });
  afterEach(() => load.onModuleDestroy());
  const pass = async (value: number, samples: number) => {
    load.value = value;
    await clock.advance(samples * SAMPLE_EVERY_MS);
  };

  it('is too high when it stays so, not in a burst', async () => {
    await pass(1, SAMPLES - 1);
    await pass(0.5, 1);
    await pass(1, SAMPLES - 1);
    expect(load.isTooHigh).toBe(false);
    await pass(1, 1);
    expect(load.isTooHigh).toBe(true);
  });

  it('stays too high until there is room for those who come back', async () => {
    await pass(0.99, SAMPLES);
    await pass(0.9, 3 * SAMPLES);
    expect(load.isTooHigh).toBe(true);
    await pass(0.5, SAMPLES);
    expect(load.isTooHigh).toBe(false);
  });

  it('is not read any more when the process stops', async () => {
    load.onModuleDestroy();
    await pass(1, 2 * SAMPLES);
    expect(load.isTooHigh).toBe(false);
  });
});

it('measures how much of its time the event loop works', async () => {
  class Real extends EventLoopLoad {
    read = () => this.utilization();
  }
  const load = new Real(new ManualClock());
  const untilMs = performance.now() + 50;
  while (performance.now() < untilMs);
  expect(load.read()).toBeGreaterThan(0.3);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(load.read()).toBeLessThan(0.9);
});
