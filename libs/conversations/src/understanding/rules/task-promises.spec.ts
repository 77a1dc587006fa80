import { expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

it.each([
  // From the side of whoever gets the thing.
  [
    "Sam: Your chairs are still in my hall. You're getting the chairs back on Monday.",
    'Return the chairs @ 2026-03-09',
  ],
  [
    'Ann: Who has the guest list?\nSam: The caterer will get the list from me on Friday.',
    'Send the list @ 2026-03-06',
  ],
  ["Sam: I've drawn the plan. The plan will be in their inbox on Monday.", 'Send the plan @ 2026-03-09'],
  // Asked as whether it could be there, or whether it could be his.
  [
    "Ann: Sam, I'm after the new rota from you. Could it be on my desk by Tuesday?\nSam: Tuesday's realistic, yes.",
    'Send the new rota @ 2026-03-10',
  ],
  [
    'Ann: And the priest needs the list of the readers. Can that be yours? He wants it on Monday.\nSam: The list, sure.',
    'Send the list of the readers @ 2026-03-09',
  ],
  ['Ann: Could you draw up the plan by Monday?\nSam: Four days is plenty.', 'Draw up the plan @ 2026-03-09'],
  ['Ann: Could you come in for a blood test tomorrow?\nSam: Sure.', 'Come in for a blood test @ 2026-03-06'],
  // Reminded of what he was going to do, or taken for granted; the answer's pronoun means the thing that was asked for.
  [
    'Ann: You were going to send me that recipe.\nSam: Oh gosh, yes. Tonight, I swear.',
    'Send Ann that recipe @ 2026-03-05',
  ],
  [
    "Ann: Shall we say you'll chair the meeting on Monday?\nSam: Go on then.",
    'Chair the meeting @ 2026-03-09',
  ],
  [
    "Ann: Are the place cards done?\nSam: Nope. I'll write them out on Sunday.",
    'Write the place cards out @ 2026-03-08',
  ],
  [
    "Ann: Nobody has rung the surveyor.\nSam: I'll get him on the phone tomorrow.",
    'Ring the surveyor @ 2026-03-06',
  ],
  // Errands and things that are had done.
  [
    'Sam: I will drive out to the station for Felix on Saturday.',
    'Drive out to the station for Felix @ 2026-03-07',
  ],
  ['Sam: I mean to have the lamp rewired on Friday.', 'Rewire the lamp @ 2026-03-06'],
  // Whom one asks may be many.
  ["Ann: Could the scouts lend us their tent?\nSam: I'll ask them.", 'Ask the scouts'],
])('hears the promise in %j', (talk, task) => expect(tasksIn(talk, ['Ann'])).toEqual([task]));

it.each([
  ['Hem the white dress on Monday.', 'Hem the white dress @ 2026-03-09'],
  ['The water bill. That gets paid by Friday.', 'Pay the water bill @ 2026-03-06'],
  ['I have to ring the pharmacy, and that is for today.', 'Ring the pharmacy @ 2026-03-05'],
])('hears what is to be done in the note %j', (note, task) =>
  expect(tasksIn(`Sam: ${note}`)).toEqual([task]),
);

it('leaves the day of a deed alone when another matter is moved', () => {
  expect(
    tasksIn(
      'Sam: I will clear the gutter on Sunday. The pub lost the booking for her birthday, so it is on Monday instead.',
    ),
  ).toEqual(['Clear the gutter @ 2026-03-08']);
});
