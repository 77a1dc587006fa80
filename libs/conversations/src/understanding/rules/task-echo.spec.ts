import { describe, expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

describe('a request that is said again', () => {
  it.each([
    [
      'Anna: Could you print the flyers by Monday?\nSam: The flyers by Monday. That leaves the whole weekend.',
      ['Print the flyers @ 2026-03-09'],
    ],
    [
      'Anna: Sam, bring the vaccination cards along on Tuesday.\nSam: The vaccination cards will be in my bag on Tuesday.',
      ['Bring the vaccination cards @ 2026-03-10'],
    ],
    [
      'Anna: Please return the signed lease to us by the twelfth.\nSam: The signed lease by the twelfth.',
      ['Return the signed lease @ 2026-03-12'],
    ],
    [
      'Anna: Would you put together the guest list?\nSam: I am free on Saturday, so the guest list will be done on Saturday.',
      ['Put together the guest list @ 2026-03-07'],
    ],
    ["Anna: Could you mend the awning by Friday?\nSam: Friday's doable.", ['Mend the awning @ 2026-03-06']],
  ])('is taken on: %s', (script, expected) => expect(tasksIn(script)).toEqual(expected));

  it.each([
    'Anna: Could you print the flyers by Monday?\nSam: Tom is printing the flyers on Monday.',
    'Anna: Could you print the flyers by Monday?\nSam: The flyers looked awful the last time.',
    'Anna: Could you print the flyers by Monday?\nSam: What flyers?',
    'Anna: Who is moving to Houston?\nSam: Houston!',
    'Anna: Somebody has to paint the fence.\nSam: The fence.',
    "Anna: Could you mend the awning by Friday?\nSam: Friday's too early.",
  ])('is not, when that is all that is said of it: %s', (script) => expect(tasksIn(script)).toEqual([]));
});
