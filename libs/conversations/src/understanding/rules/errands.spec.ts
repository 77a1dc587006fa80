import { describe, expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

const note = (text: string) => tasksIn(`Sam: Note to self.\nSam: ${text}`);

describe('a deed named by what comes of it', () => {
  it.each([
    ["I'll have the coat cleaned by Friday.", 'Clean the coat @ 2026-03-06'],
    ["I'll have the tail sewn back on by Sunday.", 'Sew the tail back @ 2026-03-08'],
    ['I need to get the passport renewed by the twentieth.', 'Renew the passport @ 2026-03-20'],
    ['I have to have the slides finished by Tuesday.', 'Finish the slides @ 2026-03-10'],
    ['The crib will be ordered before Sunday.', 'Order the crib @ 2026-03-08'],
    ["I'm having the photo taken on Saturday.", 'Take the photo @ 2026-03-07'],
    ["I'll have the labels ready by Monday.", 'Prepare the labels @ 2026-03-09'],
  ])('is that deed: %s', (said, task) => expect(tasksIn(`Anna: And?\nSam: ${said}`)).toEqual([task]));
});

describe('a way with a purpose', () => {
  it.each([
    [
      'Anna: Dad lands on Saturday the seventh.\nSam: I am driving out to the airport to fetch him.',
      'Drive out to the airport to fetch him @ 2026-03-07',
    ],
    [
      'Anna: The clinic takes blood on Monday.\nSam: Monday. I will go in for the blood test.',
      'Go in for the blood test @ 2026-03-09',
    ],
  ])('is an errand: %s', (script, task) => expect(tasksIn(script)).toEqual([task]));

  it.each([
    'I am going to the lake for a swim on Sunday.',
    'I will go for a walk on Sunday.',
    'I am going to the airport.',
  ])('is none without one: %s', (said) => expect(tasksIn(`Anna: And you?\nSam: ${said}`)).toEqual([]));
});

describe('who is met', () => {
  it.each([
    [
      'Anna: Auntie Jo gets in on Sunday at ten past four.\nSam: I will be waiting for her at the station.',
      ['Meet her at the station @ 2026-03-08'],
    ],
    [
      'Anna: Grandma flies in on Friday the thirteenth.\nSam: I will drive out and get her.',
      ['Fetch the grandma @ 2026-03-13'],
    ],
  ])('arrives on the day that was told before: %s', (script, tasks) =>
    expect(tasksIn(script)).toEqual(tasks),
  );
});

describe('in a note', () => {
  it.each([
    [
      'The parcel for Eva. That goes to the post office on Friday.',
      ['Take the parcel to the post office @ 2026-03-06'],
    ],
    ['The tax form. It has to go out to Karen by Monday.', ['Send the tax form to Karen @ 2026-03-09']],
    [
      'The blue curtains still need hemming. That is a job for Sunday.',
      ['Hem the blue curtains @ 2026-03-08'],
    ],
    ['The grey jacket needs ironing. It can wait until Tuesday.', ['Iron the grey jacket @ 2026-03-10']],
    [
      'Number two, ring the optician about the glasses. Do it today.',
      ['Ring the optician about the glasses @ 2026-03-05'],
    ],
    ['I mean to drain the hose on Saturday.', ['Drain the hose @ 2026-03-07']],
    ['The library books have to be back by Wednesday.', ['Return the library books @ 2026-03-11']],
    ['The invoices must leave the house by Monday.', ['Send the invoices @ 2026-03-09']],
    [
      'The gym membership. Cancel by the fifteenth, or it renews.',
      ['Cancel the gym membership @ 2026-03-15'],
    ],
    ['The caterer has to have our numbers by Monday.', ['Send our numbers @ 2026-03-09']],
    [
      "I'd like to buy two tickets for him. I'll do that by Friday.",
      ['Buy two tickets for him @ 2026-03-06'],
    ],
  ])('what is to get somewhere, or needs something done to it, is a deed: %s', (said, tasks) =>
    expect(note(said)).toEqual(tasks),
  );

  it('says nothing of people, or of what goes somewhere on no day', () => {
    expect(note('My daughter goes to the seaside on Friday.')).toEqual([]);
    expect(note('The tram goes to the harbour.')).toEqual([]);
  });
});

describe('a deed on the way to another', () => {
  it.each([
    ["I'll ring the garage tomorrow and get a price.", ['Ring the garage and get a price @ 2026-03-06']],
    [
      "I'll swing by there on Friday and pay the deposit.",
      ['Swing by there and pay the deposit @ 2026-03-06'],
    ],
    [
      "I'll email the agent on Monday and ask what it costs.",
      ['Email the agent and ask what it costs @ 2026-03-09'],
    ],
    [
      "I'll dig out the warranty papers tonight and send a picture.",
      ['Dig out the warranty papers and send a picture @ 2026-03-05'],
    ],
  ])('is one errand with it: %s', (said, tasks) =>
    expect(tasksIn(`Anna: And?\nSam: ${said}`)).toEqual(tasks),
  );

  it('is its own when the other has a matter of its own', () => {
    expect(tasksIn("Anna: And?\nSam: I'll call the bank tomorrow and collect the parcel.")).toEqual([
      'Call the bank @ 2026-03-06',
      'Collect the parcel @ 2026-03-06',
    ]);
  });
});

describe('a number that is corrected', () => {
  it('replaces the one before, however long ago', () => {
    const between = 'Anna: Nice weather.\nSam: Very.\n'.repeat(6);
    expect(
      tasksIn(
        `Sam: I will borrow ten chairs from the library.\nAnna: Fine.\n${between}Anna: We need forty.\nSam: I will ask the library tomorrow for forty chairs.`,
      ),
    ).toEqual(['Ask the library for forty chairs @ 2026-03-06']);
  });
});
