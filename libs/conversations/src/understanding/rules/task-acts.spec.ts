import { expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

it.each([
  // Asked when a thing is to be had; the answer is nothing but a day.
  [
    'Ann: When can we expect the quote for the fence?\nSam: Tomorrow.',
    'Send the quote for the fence @ 2026-03-06',
  ],
  // What is asked of whoever is there, and who takes it on.
  [
    'Ann: Could somebody collect the trophies on Saturday?\nSam: That can be me.',
    'Collect the trophies @ 2026-03-07',
  ],
  [
    'Ann: We will need someone to water the tomatoes on Sunday.\nSam: Put my name down.',
    'Water the tomatoes @ 2026-03-08',
  ],
  ['Ann: No one has ordered the skip.\nSam: Me then. Tomorrow first thing.', 'Order the skip @ 2026-03-06'],
  // Asked out of politeness: by a no, by a wish, as if it were settled.
  [
    "Ann: You couldn't help me move the piano on Saturday, could you?\nSam: Course I can.",
    'Help Ann move the piano @ 2026-03-07',
  ],
  [
    'Ann: It would be great if you spoke to Martin about the noise.\nSam: Sure, will do.',
    'Speak to Martin about the noise',
  ],
  ["Ann: So you'll send out the invitations?\nSam: Yes, by Monday.", 'Send out the invitations @ 2026-03-09'],
  [
    'Ann: Could you let me know about the colours by Tuesday?\nSam: Sure thing.',
    'Let Ann know about the colours @ 2026-03-10',
  ],
  // Shared out without an "and".
  ["Ann: Right, you book the band, I'll do the food.\nSam: Deal.", 'Book the band'],
  // The deadline stands in the sentence that wants the thing.
  [
    "Ann: The hall wants the deposit by Friday.\nSam: Right. I'll get it over to them.",
    'Get the deposit over to them @ 2026-03-06',
  ],
  [
    "Ann: The school is asking for old jam jars by Monday.\nSam: I've got loads, I'll take them in.",
    'Take the old jam jars @ 2026-03-09',
  ],
  // One errand, whose second half hands it over.
  [
    'Ann: Could you put the guest list together and let me have it by Friday?\nSam: Count on it.',
    'Put the guest list together and let Ann have it @ 2026-03-06',
  ],
])('hears the task of %j', (talk, task) => expect(tasksIn(talk, ['Ann'])).toEqual([task]));

it.each([
  ['Milk, batteries, and a filter for the boiler.', 'Get milk, batteries, and a filter for the boiler'],
  ['Shopping: eggs, flour, two lemons.', 'Get eggs, flour, two lemons'],
  ['Things to do. And flowers for Jean on the twelfth.', 'Get flowers for Jean @ 2026-03-12'],
  ['Must remember the bins tonight.', 'Remember the bins @ 2026-03-05'],
  ['Need to order new brushes by Monday.', 'Order new brushes @ 2026-03-09'],
])('hears what a note lists without a whole sentence in %j', (note, task) =>
  expect(tasksIn(`Sam: ${note}`)).toEqual([task]),
);

it.each([
  'Sam: Sunny day, blue sky, and a light breeze.',
  'Sam: Keys, bag, out of the door.',
  "Ann: Can you call the plumber?\nSam: Done, he's coming on Monday.",
  'Ann: Would you put the kettle on?\nSam: Sure.',
  'Ann: When do I get a look at you all?\nSam: On Saturday.',
])('makes no task of %j', (talk) => expect(tasksIn(talk, ['Ann'])).toEqual([]));

it.each([
  ["Ann: I've still got the tile saw.\nSam: On Friday I'm fetching it.", 'Fetch the tile saw @ 2026-03-06'],
  [
    "Sam: You lent me your jump leads. I'll bring them back tomorrow.",
    'Bring the jump leads back @ 2026-03-06',
  ],
  [
    'Ann: A filing guide for the intern would save my life. Could you write it by Monday?\nSam: Sure.',
    'Write the filing guide @ 2026-03-09',
  ],
  [
    'Ann: It leaves two hundred dollars. Could you pay that online by Friday?\nSam: Sure.',
    'Pay the two hundred dollars online @ 2026-03-06',
  ],
  ["Sam: Their projector is a fossil, so I'll test ours on Monday.", 'Test my projector @ 2026-03-09'],
])('names in full what is done in %j', (talk, task) => expect(tasksIn(talk, ['Ann'])).toEqual([task]));
