import { describe, expect, it } from 'vitest';
import { createEmbedder } from '#libs/ai';
import { MIN_SIMILARITY } from './open-tasks.js';
import { SAME } from './task-pairs.fixture.js';

describe('the least similarity of an open task and one that is spoken of again', () => {
  it('lies below that of every pair that a person calls the same', async () => {
    const embedder = createEmbedder(null);
    const similarities: number[] = [];
    for (const pair of SAME) {
      const [one, other] = await embedder.embed(pair);
      similarities.push(one!.reduce((sum, value, index) => sum + value * other![index]!, 0));
    }
    expect(Math.min(...similarities)).toBeGreaterThan(MIN_SIMILARITY);
  });
});
