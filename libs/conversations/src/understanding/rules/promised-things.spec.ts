import { describe, expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

describe('a promise from the side of whoever gets the thing', () => {
  it.each([
    ['Sam: You will have the key on Monday.\nAnna: Good.', ['Send the key @ 2026-03-09']],
    [
      'Anna: We still have no floor plan from you.\nSam: It will be in your inbox tomorrow.',
      ['Send the floor plan @ 2026-03-06'],
    ],
    [
      'Sam: By the way, I still have your drill. You get it back on Sunday.\nAnna: Fine.',
      ['Return the drill @ 2026-03-08'],
    ],
    ['Anna: And my cookbook?\nSam: You will get it back, I promise.', ['Return the cookbook']],
    [
      'Anna: And the sketches of the barn? You said today.\nSam: You will have the sketches on Saturday.',
      ['Send the sketches of the barn @ 2026-03-07'],
    ],
    ['Sam: The transfer reaches you by the twelfth.\nAnna: Good.', ['Send the transfer @ 2026-03-12']],
    [
      'Anna: And the draft?\nSam: The draft will land in your inbox on Monday.',
      ['Send the draft @ 2026-03-09'],
    ],
    ['Anna: Fine.\nSam: Your labels are back on your desk on Friday.', ['Return the labels @ 2026-03-06']],
    ['Anna: Fine.\nSam: The receipts are coming with me on Tuesday.', ['Bring the receipts @ 2026-03-10']],
    [
      "Anna: Fine.\nSam: I'll have the price list on your desk by Monday.",
      ['Send the price list @ 2026-03-09'],
    ],
    [
      "Anna: Fine.\nSam: You'll have an email with the serial number this evening.",
      ['Send an email with the serial number @ 2026-03-05'],
    ],
  ])('is a task: %s', (script, expected) => expect(tasksIn(script)).toEqual(expected));

  it('is no task when nothing is to be handed over, or another promises it', () => {
    expect(tasksIn('Sam: You will have a great time on Saturday.\nAnna: Sure.')).toEqual([]);
    expect(tasksIn('Anna: You will have the slides on Monday.\nSam: Great.')).toEqual([]);
    expect(tasksIn('Sam: When do I get the keys?\nAnna: You get them on Friday.\nSam: Great.')).toEqual([]);
  });
});
