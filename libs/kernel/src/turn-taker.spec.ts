import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SystemClock } from './clock.js';
import { TurnTaker } from './turn-taker.js';

class SteppedClock extends SystemClock {
  ms = 0;
  override monotonicMs(): number {
    return this.ms;
  }
}

/** Tasks that each compute for a while when it is their turn, and what happened in which order. */
function tasks(count: number, eachMs: number, budgetMs: number) {
  const clock = new SteppedClock();
  const turns = new TurnTaker(clock, budgetMs);
  const said: string[] = [];
  const all = Array.from({ length: count }, async (_, index) => {
    await turns.turn();
    clock.ms += eachMs;
    said.push(`task ${index}`);
  });
  return { said, all, turns };
}

describe('turns on the event loop', () => {
  it('come in the order in which they were asked for', async () => {
    const { said, all } = tasks(4, 1, 10);
    await Promise.all(all);
    expect(said).toEqual(['task 0', 'task 1', 'task 2', 'task 3']);
  });

  it('are interrupted for everything else once the budget is used up', async () => {
    const { said, all } = tasks(4, 3, 5);
    for (let turn = 0; said.length < 4; turn += 1) {
      await nextTurn();
      said.push('loop');
    }
    await Promise.all(all);
    expect(said.join(', ')).toMatch(/task 0, task 1, loop, .*task 2, task 3/);
  });

  it('go on however much longer than the budget one of them takes', async () => {
    const { said, all } = tasks(3, 100, 5);
    await Promise.all(all);
    expect(said).toHaveLength(3);
  });

  it('may be asked for again in a turn without keeping the others waiting', async () => {
    const clock = new SteppedClock();
    const turns = new TurnTaker(clock, 5);
    const said: string[] = [];
    const greedy = async () => {
      for (let round = 0; round < 3; round += 1) {
        await turns.turn();
        clock.ms += 5;
        said.push('greedy');
      }
    };
    const modest = async () => {
      await turns.turn();
      said.push('modest');
    };
    await Promise.all([greedy(), modest()]);
    expect(said).toEqual(['greedy', 'modest', 'greedy', 'greedy']);
  });
});
