import { describe, expect, it } from 'vitest';
import { fuseRanks } from './fusion.rules.js';

const idsOf = (lists: Parameters<typeof fuseRanks>[0]) => fuseRanks(lists).map(({ id }) => id);

describe('fusing ranked lists', () => {
  it('puts what both lists have before what only one has', () => {
    expect(
      idsOf([
        { ids: ['a', 'both'], weight: 1 },
        { ids: ['b', 'both'], weight: 1 },
      ]),
    ).toEqual(['both', 'a', 'b']);
  });

  it('lets the heavier list win where they disagree', () => {
    expect(
      idsOf([
        { ids: ['light'], weight: 0.5 },
        { ids: ['heavy'], weight: 1 },
      ]),
    ).toEqual(['heavy', 'light']);
  });

  it('answers nothing for nothing', () => {
    expect(fuseRanks([{ ids: [], weight: 1 }])).toEqual([]);
  });
});
