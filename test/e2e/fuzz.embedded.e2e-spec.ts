import { describe, expect, it } from 'vitest';
import { fuzzServer, isLike } from '../support/fuzz/fuzz-server.js';

/** Seeds of `npm run bench:listen -- fuzz` that once found something are kept here. */
const SEEDS = [1];
/** A sample of what the benchmark does a hundred thousand times: more would only make everybody wait for the sessions it leaves behind. */
const MESSAGES = 500;

describe('a server that is sent what nobody should send', () => {
  it.each(SEEDS)(
    'answers with documented codes, leaks nothing, hears others meanwhile (seed %i)',
    async (seed) => {
      const found = await fuzzServer(MESSAGES, seed);
      expect(found.survived).toBe(true);
      expect(found.surprises).toEqual([]);
      expect(found.leaks).toBe(0);
      expect([...found.report.undocumented]).toEqual([]);
      expect(found.report.hung).toBe(0);
      expect(found.heard).toEqual({ missing: 0, doubled: 0, misplaced: 0 });
      const { memoryMiB, handles } = found;
      const [before, after] = (['before', 'after'] as const).map((when) => ({
        memoryMiB: memoryMiB[when],
        handles: handles[when],
      }));
      expect({ ...found, isCalm: isLike(after!, before!) }).toMatchObject({ isCalm: true });
    },
    360_000,
  );
});
