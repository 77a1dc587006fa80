import { describe, expect, it } from 'vitest';
import { findProgress } from './goal-progress.rules.js';
import type { SoughtGoal } from './goal-progress.task.js';

const goal = (fields: Partial<SoughtGoal>): SoughtGoal => ({
  id: 'g1',
  title: 'Run 100 km',
  type: 'numeric',
  target: 100,
  current: 20,
  unit: 'km',
  ...fields,
});
const RUN = goal({});
const READ = goal({ title: 'Read books', unit: null, target: 12 });
const WEIGHT = goal({ title: 'Bring down my weight', type: 'scale', unit: 'kg', target: 75 });
const LICENCE = goal({ title: 'Get my pilot licence', type: 'boolean', unit: null, target: 1 });

const found = (sought: SoughtGoal, text: string, byOwner: boolean | null = true) => {
  const { updates } = findProgress({ goals: [sought], lines: [{ id: 's1', text, byOwner }] });
  return updates.map(({ mode, amount, line_ids }) => `${mode} ${amount} ${line_ids.join()}`)[0] ?? null;
};

describe('progress in what was said', () => {
  it.each([
    ['what was done comes on top', RUN, 'I ran five kilometres this morning.', 'add 5 s1'],
    ['another one too', RUN, 'I ran another 7 km yesterday.', 'add 7 s1'],
    ['where it stands is set', RUN, 'My running is at 45 kilometers in total.', 'set 45 s1'],
    ['a number near the goal’s own words', READ, 'I read three books over the holidays.', 'add 3 s1'],
    ['a scale is read off', WEIGHT, 'I stepped on the scales, my weight is 81 kilos.', 'set 81 s1'],
    ['what is reached', LICENCE, 'I got my pilot licence on Friday!', 'set 1 s1'],
    ['the last word counts', RUN, 'I ran 5 km. No, I ran 6 km.', 'add 6 s1'],
  ])('%s', (_, sought, text, expected) => {
    expect(found(sought, text)).toBe(expected);
  });

  it.each([
    ['a plan', RUN, 'I will run ten kilometres tomorrow.'],
    ['the target', RUN, 'My goal is to run 100 km.'],
    ['a question', RUN, 'Did I run 5 km?'],
    ['a wish', READ, 'I want to read four books.'],
    ['a denial', LICENCE, 'I did not get my pilot licence.'],
    ['another unit', RUN, 'I ran for 40 minutes.'],
    ['another matter', RUN, 'We drove 300 km to Berlin.'],
    ['a supposition', RUN, 'If I ran 5 km a day I could do it.'],
    ['an article', READ, 'I read a book cover.'],
  ])('is nothing in %s', (_, sought, text) => {
    expect(found(sought, text)).toBeNull();
  });

  it('is the owner’s alone', () => {
    expect(found(RUN, 'I ran five kilometres.', false)).toBeNull();
    expect(found(RUN, 'I ran five kilometres.', null)).toBe('add 5 s1');
  });
});
