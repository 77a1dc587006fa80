import { describe, expect, it } from 'vitest';
import { findAnsweredHour } from './answered-hours.js';

const HOURS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

function heard(text: string): string | null {
  const found = findAnsweredHour(text);
  return found && `${found.clock.hour % 12 || 12}:${String(found.clock.minute).padStart(2, '0')}`;
}

describe('a number that answers the question for an hour', () => {
  it.each(HOURS.map((word, index) => [word, index + 1] as const))('may be %s', (word, hour) => {
    for (const answer of [
      `${word}?`,
      `Make it ${word}.`,
      `${word} it is.`,
      `Okay, ${word} is fine.`,
      `Saturday, ${word} again.`,
      `So shall we say ${word}?`,
    ])
      expect(heard(answer)).toBe(`${hour}:00`);
    for (const [said, minute] of [
      ['fifteen', 15],
      ['thirty', 30],
      ['forty-five', 45],
    ] as const)
      expect(heard(`${word} ${said}?`)).toBe(`${hour}:${minute}`);
  });

  it.each([
    'Two of them.',
    'I have three children.',
    'Twenty is enough.',
    'The second one.',
    'Seven seven three.',
  ])('is none in "%s"', (text) => expect(heard(text)).toBeNull());
});
