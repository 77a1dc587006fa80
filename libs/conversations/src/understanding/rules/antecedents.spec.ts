import { describe, expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

describe('what a pronoun stands for', () => {
  it.each([
    [
      'a person who is named by what he does',
      'Anna: The building inspector comes tomorrow.\nSam: I will call him tonight.',
      ['Call the building inspector @ 2026-03-05'],
    ],
    [
      'nobody who cannot be meant',
      'Anna: The crew is late. And the electrician?\nSam: I will phone him tonight.',
      ['Phone the electrician @ 2026-03-05'],
    ],
    [
      'a place where people work',
      'Sam: The bank still has the old number. I have to tell them by Monday.\nAnna: True.',
      ['Tell the bank about the old number @ 2026-03-09'],
    ],
    [
      'what can be booked',
      'Anna: That hotel by the lake is nice. It has a sauna. My sister loves it.\nAnna: Would you book it?\nSam: Sure.',
      ['Book the hotel'],
    ],
    [
      'another person',
      'Sam: The carpenter cancels every week. I have to find another one.\nAnna: Oh.',
      ['Find another carpenter'],
    ],
    [
      'nothing when it points at a thing',
      'Anna: The roof leaks.\nSam: I will buy that black stuff on Saturday.',
      ['Buy that black stuff @ 2026-03-07'],
    ],
    [
      'one of several',
      'Anna: And pies?\nSam: My pies are the best. I will bake one on Saturday.',
      ['Bake a pie @ 2026-03-07'],
    ],
    [
      'some of them',
      'Anna: You will also need batteries.\nSam: I will buy a few tomorrow.',
      ['Buy a few of batteries @ 2026-03-06'],
    ],
    [
      'a thing, and no quality',
      'Anna: I have a contract that makes me nervous.\nSam: Send it over. I will look at it on Sunday.',
      ['Look at the contract @ 2026-03-08'],
    ],
    [
      'what is to be told',
      'Anna: Does Otto know about the new room?\nSam: I will tell Otto tomorrow.',
      ['Tell Otto about the new room @ 2026-03-06'],
    ],
  ])('is %s', (_, script, expected) => expect(tasksIn(script)).toEqual(expected));

  it('stays open when nothing fits', () => {
    expect(tasksIn('Sam: I will meet you at the station on Friday.\nAnna: Good.')).toEqual([
      'Meet them at the station @ 2026-03-06',
    ]);
  });
});
