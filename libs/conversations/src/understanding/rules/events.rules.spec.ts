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

describe('an appointment in other words', () => {
  it.each([
    [
      'is the counter-offer after a refused day',
      "Anna: Our technician could look at the boiler. Tuesday the tenth, at noon?\nSam: I can't do Tuesday, I'm away.\nAnna: Thursday the twelfth then, also at noon?\nSam: Great. Thursday at twelve works for me.",
      ["Technician's visit to look at the boiler @ 2026-03-12T12:00"],
    ],
    [
      'is not on its old day after all',
      "Sam: The budget meeting isn't on Monday after all. It's been put off to Friday the thirteenth, at two in the afternoon.",
      ['Budget meeting @ 2026-03-13T14:00'],
    ],
    [
      'is an outing that somebody accepts for everybody, later',
      "Anna: Shall we all go to the natural history museum? They open on Sunday at ten in the morning.\nPeter: I'm free.\nSam: We're in.",
      ['Natural history museum @ 2026-03-08T10:00'],
    ],
    [
      'is an outing that the owner announces',
      "Sam: We'll go to the aquarium on Saturday, at eleven in the morning.\nAnna: The kids will love it.",
      ['Aquarium @ 2026-03-07T11:00'],
    ],
    [
      'is an invitation that is not to be missed',
      "Sam: What about the street festival?\nAnna: It's on Saturday the fourteenth, at two in the afternoon. You'll come, won't you?\nSam: We wouldn't miss it.",
      ['Street festival @ 2026-03-14T14:00'],
    ],
    [
      'is moved when the other cannot come',
      "Anna: It's about your appointment with Mister Kessler on Monday.\nSam: Yes?\nAnna: He can't make it on Monday. Can you do Wednesday the eleventh, at twenty past one?\nSam: Wednesday at twenty past one is fine.",
      ['Appointment with Mister Kessler @ 2026-03-11T13:20'],
    ],
    [
      'is named after the call, not after the reason for a refusal',
      "Anna: Dental practice, Anna speaking, what can I do for you?\nSam: My crown broke.\nAnna: Doctor Reyes could see you on Monday at nine.\nSam: Monday is the staff training, I can't leave then.\nAnna: How about Tuesday, at ten in the morning?\nSam: Tuesday is good.",
      ['Dentist appointment with Doctor Reyes @ 2026-03-10T10:00'],
    ],
    [
      'is not named after an idea that was dropped',
      "Anna: Hello. It is about Lena's drawing.\nSam: Yes?\nAnna: And the ski camp?\nSam: We have dropped that idea.\nAnna: Shall we talk again on Tuesday the tenth, at four in the afternoon?\nSam: The tenth suits me.",
      [expect.stringMatching(/^Meeting about Lena's drawing @ 2026-03-10T16:00$/)],
    ],
    [
      'is another person’s when that person goes there',
      'Anna: We have a slot for your daughter on Monday at nine.\nSam: Monday at nine is good, my husband will take her.',
      [],
    ],
    [
      'is called after whom it celebrates, named in full before',
      'Anna: I am calling about the birthday party of my son Oliver.\nSam: What day is the party?\nAnna: It is this Saturday at three in the afternoon.\nSam: I will come.',
      ["Oliver's birthday party @ 2026-03-07T15:00"],
    ],
  ])('%s', (_, script, expected) => expect(eventsIn(script)).toEqual(expected));
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
