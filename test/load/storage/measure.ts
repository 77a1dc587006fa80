import { monitorEventLoopDelay } from 'node:perf_hooks';

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Operations per second of `work`, called `times` times. */
export async function rateOf(times: number, work: (index: number) => unknown): Promise<number> {
  const startedMs = performance.now();
  for (let index = 0; index < times; index += 1) await work(index);
  return (times * 1_000) / (performance.now() - startedMs);
}

/** Milliseconds that each call took. */
export async function timesOf(times: number, work: (index: number) => Promise<unknown>): Promise<number[]> {
  const tookMs: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const startedMs = performance.now();
    await work(index);
    tookMs.push(performance.now() - startedMs);
  }
  return tookMs;
}

/** The longest stall of this thread while `work` runs, in milliseconds; the meter itself ticks every millisecond. */
export async function longestStallMs(work: () => Promise<unknown>): Promise<number> {
  const meter = monitorEventLoopDelay({ resolution: 1 });
  meter.enable();
  await work();
  meter.disable();
  return meter.max / 1e6;
}

/** Numbers of a generator with a seed, so that two runs ask the same questions. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
