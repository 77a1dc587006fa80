import { describe, expect, it } from 'vitest';
import { findEvents } from './events.rules.js';
import { talkOf } from './talk.fixture.js';

function eventsIn(script: string, known: readonly string[] = []): string[] {
  return findEvents(talkOf(script, known)).events.map(({ title, start }) => `${title} @ ${start}`);
}

describe('an appointment', () => {
  it('is what was proposed and agreed to', () => {
    expect(
      eventsIn(
        'Anna: We need a budget review. How about Thursday the twelfth at three in the afternoon?\nSam: That works for me.',
      ),
    ).toEqual(['Budget review @ 2026-03-12T15:00']);
    expect(
      eventsIn(
        'Sam: Come for dinner. How about Saturday at six in the evening?\nAnna: Saturday at six is great.',
        ['Anna'],
      ),
    ).toEqual(['Dinner with Anna @ 2026-03-07T18:00']);
  });

  it('is what the owner states', () => {
    expect(
      eventsIn(
        'Sam: The safety training is on Tuesday the tenth at half past one, in room twelve.\nAnna: Okay.',
      ),
    ).toEqual(['Safety training @ 2026-03-10T13:30']);
    expect(eventsIn('Sam: Our wedding anniversary is on the second of May.\nAnna: Oh.')).toEqual([
      'Wedding anniversary @ 2026-05-02T00:00',
    ]);
  });

  it('is somebody else’s when the owner says that he comes', () => {
    const recital = 'Anna: Rosie has her piano recital on Friday at five.';
    expect(eventsIn(`${recital}\nSam: I will come and listen.`)).toEqual([
      'Piano recital @ 2026-03-06T17:00',
    ]);
    expect(eventsIn(`${recital}\nSam: She must be nervous.`)).toEqual([]);
  });

  it('takes its name from what somebody wants a day for', () => {
    expect(
      eventsIn(
        'Sam: I would like to book a service for my car.\nLinda: What kind of car is it?\nSam: A blue one.\nLinda: I could offer you Tuesday at a quarter to eight in the morning.\nSam: Tuesday is perfect.',
      ),
    ).toEqual(['Car service @ 2026-03-10T07:45']);
  });
});

describe('a time that changes', () => {
  it('counts in its last form only', () => {
    expect(
      eventsIn(
        'Peter: We need a day for the stocktake. I thought Thursday at nine.\nSam: Thursday at nine is fine.\nPeter: Oh wait, then not on Thursday. What about Friday?\nSam: Friday is good, but not at nine.\nPeter: Then let us make it Friday at half past ten.\nSam: Agreed.',
      ),
    ).toEqual(['Stocktake @ 2026-03-06T10:30']);
  });

  it('passes over a day that does not suit', () => {
    expect(
      eventsIn(
        'Anna: When do we meet again? How about next Tuesday at seven?\nSam: Tuesday is choir practice for me. Could we do Thursday the twelfth instead?\nAnna: Thursday the twelfth at seven in the evening is fine.',
      ),
    ).toEqual([expect.stringMatching(/@ 2026-03-12T19:00$/)]);
  });
});

describe('no appointment', () => {
  it.each([
    ['what was refused', 'Anna: Shall we have lunch on Friday at noon?\nSam: No, I am busy.'],
    ['what nobody agreed to', 'Anna: Shall we have lunch on Friday at noon?\nSam: How is your dog?'],
    [
      'a cancelled one',
      'Sam: The meeting on Monday at ten is fixed.\nAnna: Okay.\nSam: Sorry, the meeting is cancelled.',
    ],
    ['what might be', 'Sam: Maybe we have a party on Saturday at eight.\nAnna: We will see.'],
    ['another person’s day', 'Anna: Peter takes two weeks off, from Monday the ninth.\nSam: I see.'],
    ['another person’s trip', 'Anna: I am flying to Lisbon on Monday at nine.\nSam: Lucky you.'],
    ['a deadline', 'Anna: The report is due on Friday at noon.\nSam: I know.'],
    ['the past', 'Sam: We had a great party last Saturday at eight.\nAnna: Nice.'],
    [
      'a broadcast’s',
      'Host: Welcome to the show. The concert is on Friday at eight.\nGuest: Thank you for having me.',
    ],
  ])('is %s', (_, script) => expect(eventsIn(script)).toEqual([]));
});

it('tells the hour of the evening for what takes place in the evening', () => {
  expect(eventsIn('Sam: The concert is on Friday the thirteenth at eight.\nAnna: I know.')).toEqual([
    'Concert @ 2026-03-13T20:00',
  ]);
});
