import { describe, expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

describe('the day of a task that is not in its own clause', () => {
  it.each([
    [
      'of an arrival',
      'Anna: My train gets in on Saturday at six.\nSam: I am picking you up, of course.',
      ['Pick them up @ 2026-03-07'],
    ],
    [
      'said alone just before',
      'Sam: Monday, then. I will repair the gate.\nAnna: Good.',
      ['Repair the gate @ 2026-03-09'],
    ],
    [
      'as "that evening"',
      'Anna: So dinner on Tuesday?\nSam: Tuesday is fine. I will return the tent that evening.',
      ['Return the tent @ 2026-03-10'],
    ],
    [
      'as the weekday that was named before',
      'Anna: They close on Monday the sixteenth.\nSam: I will hand in the form on the Monday.',
      ['Hand in the form @ 2026-03-16'],
    ],
    [
      'after "it has to be"',
      'Sam: I have to call the notary, and it has to be tomorrow.\nAnna: Right.',
      ['Call the notary @ 2026-03-06'],
    ],
    [
      'named after a question about the amount',
      'Anna: Could you bring some jars?\nSam: How many?\nAnna: Ten. By Wednesday.\nSam: Okay.',
      ['Bring some jars @ 2026-03-11'],
    ],
    [
      'of the whole errand',
      'Anna: Please fill in the form that I sent you, and return it by the tenth.\nSam: Will do.',
      ['Fill in the form @ 2026-03-10'],
    ],
    [
      'right before the deed',
      'Sam: On Monday I am away, so on Tuesday I will write up the minutes.\nAnna: Okay.',
      ['Write up the minutes @ 2026-03-10'],
    ],
    [
      'that is agreed on at last',
      'Sam: I will collect the parcel on Monday.\nAnna: Monday is a holiday.\nSam: Tuesday, then.',
      ['Collect the parcel @ 2026-03-10'],
    ],
    [
      'in the answer to when',
      'Anna: Could you prune the roses?\nSam: Sure. When is the first time?\nAnna: Sunday is early enough.',
      ['Prune the roses @ 2026-03-08'],
    ],
    [
      'beside a day that was named',
      'Anna: The exam is on Tuesday the tenth of November.\nSam: I will rent a room on the ninth.',
      ['Rent a room @ 2026-11-09'],
    ],
  ])('is that %s', (_, script, expected) => expect(tasksIn(script)).toEqual(expected));
});

describe('a note to oneself', () => {
  it.each([
    [
      'The roofers still wait for the estimate. That has to go out by Tuesday.',
      ['Send the estimate @ 2026-03-10'],
    ],
    ['My library card runs out on Monday, so renew it by then.', ['Renew the library card @ 2026-03-09']],
    ['And the book for Eva, order it tonight.', ['Order the book @ 2026-03-05']],
    [
      'The bulbs are sprouting. I want them in the ground on Saturday.',
      ['Get the bulbs in the ground @ 2026-03-07'],
    ],
    [
      'Rent for the garage, forty euros. That has to be paid by Friday.',
      ['Pay the rent for the garage @ 2026-03-06'],
    ],
    ['The blue folder. Do not let me leave without it tomorrow.', ['Remember the blue folder @ 2026-03-06']],
  ])('says what must happen: %s', (said, expected) => expect(tasksIn(`Sam: ${said}`)).toEqual(expected));

  it('holds nothing that is put off or addressed to others', () => {
    expect(tasksIn('Sam: I might enter the race. Or not. Ask me in summer.')).toEqual([]);
    expect(tasksIn('Sam: Hang on, Saturday is the football.')).toEqual([]);
  });
});
