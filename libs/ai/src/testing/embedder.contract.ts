import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { Embedder } from '../ports/embedder.js';

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, number, index) => sum + number * b[index]!, 0);
}

const WALK = 'We walked the dog along the beach.';

/** Every promise of Embedder, and that it knows which English texts are near to each other. */
export function embedderContract(options: ContractOptions<Embedder>): Contract {
  return contractOf('Embedder', options, {
    'gives one vector of unit length and its dimension for each text': async (embedder) => {
      const vectors = await embedder.embed([WALK, 'Taxes are due in April.', 'hello']);
      expect(vectors).toHaveLength(3);
      for (const vector of vectors) {
        expect(vector).toHaveLength(embedder.dimension);
        expect(dot(vector, vector)).toBeCloseTo(1, 4);
      }
    },
    'answers in the order it was asked, whatever else is asked with it': async (embedder) => {
      const texts = Array.from(
        { length: 40 },
        (_, index) => `${WALK} ${'sunny windy rainy cold'.split(' ')[index % 4]}`,
      );
      const together = await embedder.embed(texts);
      for (const index of [0, 17, 39]) {
        const [alone] = await embedder.embed([texts[index]!]);
        alone!.forEach((number, place) => expect(together[index]![place]).toBeCloseTo(number, 4));
      }
    },
    'puts texts about the same thing nearer than others': async (embedder) => {
      const [asked, near, far] = await embedder.embed([
        WALK,
        'They took their puppy for a stroll by the sea.',
        'The quarterly budget of the finance department was approved.',
      ]);
      expect(dot(asked!, near!)).toBeGreaterThan(dot(asked!, far!) + 0.1);
    },
    'gives the zero vector for a text without known words': async (embedder) => {
      for (const vector of await embedder.embed(['', ' …!? '])) {
        expect(vector).toHaveLength(embedder.dimension);
        expect(dot(vector, vector)).toBe(0);
      }
    },
    'gives nothing for nothing': async (embedder) => {
      expect(await embedder.embed([])).toEqual([]);
    },
    'rejects with the reason of the caller who gave up': async (embedder) => {
      const reason = new Error('The caller left.');
      await expect(embedder.embed([WALK], AbortSignal.abort(reason))).rejects.toBe(reason);
    },
  });
}
