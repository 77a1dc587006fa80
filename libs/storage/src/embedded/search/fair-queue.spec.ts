import { expect, it } from 'vitest';
import { FairQueue } from './fair-queue.js';

it('takes turns between owners and keeps each in order', () => {
  const queue = new FairQueue<string>();
  for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) queue.push(item[0]!, item);
  const taken = [queue.next(), queue.next()];
  queue.push('d', 'd1');
  while (!queue.isEmpty) taken.push(queue.next());
  expect(taken).toEqual(['a1', 'b1', 'c1', 'a2', 'd1', 'c2', 'a3']);
  expect(queue.next()).toBeUndefined();
});
