import { productJobs } from '#libs/product';
import type { QueueCounts } from '#libs/queue';

/** How much work there is, for a person who decides whether to wait for it. */
export interface JobTally {
  /** Waiting and running. */
  readonly pending: number;
  /** Tried again later, or put off. */
  readonly delayed: number;
  /** Of the jobs that wait by themselves, not counted above: nobody waits for them. */
  readonly timers: { readonly asleep: number; readonly awake: number };
  /** Given up. */
  readonly dead: number;
}

const timerNames = new Set(productJobs.flatMap(({ name, timer }) => (timer ? [name] : [])));

/** Of what a queue counts by the name of the job. */
export function tallyOf(counts: Readonly<Record<string, QueueCounts>>): JobTally {
  const named = Object.entries(counts);
  const work = sumOf(named.filter(([name]) => !timerNames.has(name)));
  const timers = sumOf(named.filter(([name]) => timerNames.has(name)));
  return {
    pending: work.waiting + work.active,
    delayed: work.delayed,
    timers: { asleep: timers.delayed, awake: timers.waiting + timers.active },
    dead: work.dead + timers.dead,
  };
}

function sumOf(named: readonly (readonly [string, QueueCounts])[]): QueueCounts {
  const sum = (state: keyof QueueCounts) => named.reduce((total, [, counts]) => total + counts[state], 0);
  return { waiting: sum('waiting'), delayed: sum('delayed'), active: sum('active'), dead: sum('dead') };
}
