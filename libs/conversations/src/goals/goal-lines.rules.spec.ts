import { describe, expect, it } from 'vitest';
import { linesAbout } from './goal-lines.rules.js';

const GOALS = [
  { title: 'Run 100 km', unit: 'km' },
  { title: 'Spanisch lernen', unit: null },
];
const kept = (...texts: string[]) =>
  linesAbout(
    GOALS,
    texts.map((text, at) => ({ id: String(at), text, byOwner: true })),
  ).map(({ id }) => id);

describe('the lines of a talk that are read for progress', () => {
  it('are those with a goal’s own words in any form, and those around them', () =>
    expect(kept('Hello.', 'So.', 'I ran this morning.', 'Nice.', 'The soup is hot.', 'Bye.')).toEqual([
      '1',
      '2',
      '3',
    ]));
  it('are those with a number, in digits or words', () => {
    expect(kept('It was 7 today.')).toEqual(['0']);
    expect(kept('It was seven today.')).toEqual(['0']);
  });
  it('are found in other languages', () =>
    expect(kept('Ich habe heute wieder gelernt, Spanische Verben.')).toEqual(['0']));
  it('are none where nothing comes near a goal', () =>
    expect(kept('The soup is hot.', 'Pass the salt.')).toEqual([]));
  it('are bounded, and the last ones', () => {
    const ids = kept(...Array.from({ length: 300 }, () => 'I ran.'));
    expect([ids.length, ids.at(-1)]).toEqual([200, '299']);
  });
});
