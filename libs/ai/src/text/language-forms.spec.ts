import { expect, it } from 'vitest';
import { expandContractions } from './contractions.js';
import { findPersonNames } from './person-names.js';
import { readCount } from './spoken-numbers.js';
import { tokenize } from './tokens.js';
import { infinitiveOf, stemOf, thirdPersonOf } from './word-forms.js';

it('writes out what is said in short and drops hesitations', () => {
  expect(expandContractions("Um, I'll call, uh, I've got to. Let's go, it's late, I won't.")).toBe(
    'I will call, I have to. Let us go, it is late, I will not.',
  );
});

it.each([
  ["Sunday's fine, but ten's too early.", 'Sunday is fine, but ten is too early.'],
  ["The flight's on Monday, Dad's coming along.", 'The flight is on Monday, Dad is coming along.'],
  ["Sunday's match is Dad's idea.", "Sunday's match is Dad's idea."],
])('tells a short "is" from a possessive: %s', (said, written) =>
  expect(expandContractions(said)).toBe(written),
);

it('finds names of people, not of places, weekdays or months', () => {
  expect(
    findPersonNames(
      'Karen met Doctor Moss in Madison on Monday, and Peter lives in Willow Street since May.',
    ),
  ).toEqual(['Karen', 'Doctor Moss', 'Peter']);
  expect(findPersonNames("Don't worry. Okay, Great.")).toEqual([]);
});

it.each([
  ['one hundred and forty', 140],
  ['two thousand five hundred', 2_500],
  ['a couple of', 2],
  ['9,000', 9_000],
  ['twenty-one', 21],
  ['a', 1],
])('counts "%s"', (said, value) => expect(readCount(tokenize(said), 0)?.value).toBe(value));

it('knows the forms of words', () => {
  expect(['taking', 'booked', 'sent', 'writes'].map(infinitiveOf)).toEqual(['take', 'book', 'send', 'write']);
  expect(['drink', 'carry', 'have', 'watch', 'go'].map(thirdPersonOf)).toEqual([
    'drinks',
    'carries',
    'has',
    'watches',
    'goes',
  ]);
  expect(stemOf('invoices')).toBe(stemOf('invoice'));
  expect(stemOf('booking')).toBe(stemOf('booked'));
});
