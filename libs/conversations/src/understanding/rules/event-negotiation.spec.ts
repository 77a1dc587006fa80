import { describe, expect, it } from 'vitest';
import { findEvents } from './events.rules.js';
import { talkOf } from './talk.fixture.js';

/** The talks begin on Thursday, 5 March 2026, at ten in the morning. */
function eventsIn(script: string): string[] {
  return findEvents(talkOf(script)).events.map(({ title, start }) => `${title} @ ${start}`);
}

describe('an appointment that people negotiate', () => {
  it.each([
    [
      'is a counter-proposal of day and hour, accepted in the end',
      `Anna: Fancy a swim this weekend?
Sam: Sure, Saturday morning?
Anna: Saturday I'm helping my brother move. Sunday?
Sam: Sunday's fine. Ten?
Anna: Make it eleven, I need my sleep.
Sam: Eleven it is.`,
      ['Swim @ 2026-03-08T11:00'],
    ],
    [
      'is one of two offered slots, picked by its day',
      `Lena: Salon Bellini, Lena speaking.
Sam: Hi, I need a haircut, some time next week if you can.
Lena: With Marco? He's got Tuesday at half past two or Thursday at six.
Sam: The Thursday one would be great.
Lena: Thursday at six, what's the name?
Sam: Whitlock. Sam Whitlock.
Lena: All set. See you then.`,
      ['Haircut @ 2026-03-12T18:00'],
    ],
    [
      'is one of two offered slots, picked as the later one',
      `Lena: Riverside Vets.
Sam: My cat needs her booster.
Lena: I can do Monday at nine or Monday at a quarter to five.
Sam: The later one, please, I'm at work in the morning.
Lena: Right, I've booked you in.`,
      ['Riverside Vets appointment @ 2026-03-09T16:45'],
    ],
    [
      'is put off to a day of the week after',
      `Anna: Could we push our catch-up to Tuesday week? I'm swamped.
Sam: No problem. Still at four?
Anna: Still at four.`,
      ['Catch-up @ 2026-03-17T16:00'],
    ],
    [
      'is on the Saturday after the one that does not suit',
      `Anna: Shall we do the flea market on Saturday?
Sam: I'm away this Saturday. The Saturday after?
Anna: The fourteenth, okay. They start at eight.
Sam: Eight is early, but fine. I'm in.`,
      ['Flea market appointment @ 2026-03-14T08:00'],
    ],
    [
      'is agreed to by its day alone',
      `Anna: How about lunch, Wednesday at noon?
Sam: Wednesday's good. Usual place?
Anna: Usual place.`,
      ['Lunch @ 2026-03-11T12:00'],
    ],
    [
      'is one of two offered hours of a day that was said before',
      `Nurse: The doctor would like to see you again in two weeks.
Sam: Two weeks from today?
Nurse: Yes, the nineteenth. We've got half past eight or a quarter past eleven.
Sam: Half past eight is better for me.
Nurse: Then I'll put that down.`,
      ['Doctor @ 2026-03-19T08:30'],
    ],
    [
      'is found over several turns: what, then the day, then the hour',
      `Anna: We should finally go bowling.
Sam: Yes! When?
Anna: Next Friday?
Sam: Works.
Anna: At eight?
Sam: Eight's good.`,
      ['Bowling @ 2026-03-13T20:00'],
    ],
    [
      'moves to another day when the first does not suit',
      `Anna: Hello, this is Anna from Northwind. We'd like to invite you for an interview.
Sam: Oh, wonderful.
Anna: Would Tuesday at two work?
Sam: I have classes on Tuesday afternoon. Is Wednesday possible?
Anna: Wednesday, yes, but then only in the morning. Nine thirty?
Sam: Nine thirty is fine.`,
      ['Interview @ 2026-03-11T09:30'],
    ],
    [
      'is one of two slots on different days',
      `Lena: I've two slots left, tomorrow at eight or Monday at four.
Sam: Monday at four, please.
Lena: You're in. Bring your insurance card.`,
      ['Appointment @ 2026-03-09T16:00'],
    ],
    [
      'is found by several people',
      `Anna: We need a retro. Monday?
Peter: I'm off on Monday.
Sam: Tuesday at ten, then?
Anna: Ten works.
Peter: For me too.`,
      ['Retro @ 2026-03-10T10:00'],
    ],
    [
      'is put off by somebody who is not there',
      `Anna: About tomorrow's viewing, the agent can't make three o'clock.
Sam: What does she suggest?
Anna: Half past five, or Monday at the same time.
Sam: Half past five tomorrow is all right.
Anna: I'll confirm it with her.`,
      ["Tomorrow's viewing @ 2026-03-06T17:30"],
    ],
    [
      'is the next time when this one does not suit',
      `Anna: The garden club meets on Wednesday at six. Come along!
Sam: Wednesday is out, I've got the kids. When's the next one?
Anna: Wednesday the eighteenth, six again.
Sam: I'll come to that one.`,
      ['Garden club meeting @ 2026-03-18T18:00'],
    ],
    [
      'has its hour corrected by "half past"',
      `Anna: Breakfast on Tuesday? At seven, before my shift?
Sam: Seven's brutal. Half past?
Anna: Okay, half past seven.`,
      ['Breakfast @ 2026-03-10T07:30'],
    ],
    [
      'has its day refused twice',
      `Bob: I can send a guy out tomorrow between ten and twelve.
Sam: Tomorrow I'm not home. Saturday?
Bob: Saturday's extra. Monday at eight?
Sam: Monday at eight works.
Bob: Okay, Monday at eight. He'll look at the roof then.`,
      ['Appointment @ 2026-03-09T08:00'],
    ],
    [
      'is called off and put on another day, at the same time',
      `Sam: The workshop on Friday is off, Karen's sick.
Anna: And the new date?
Sam: The twentieth, same time, at one.`,
      ['Workshop @ 2026-03-20T13:00'],
    ],
    [
      'is found by phone after two refusals',
      `Rita: Brightsmile, good morning.
Sam: Morning. I've got a toothache, lower right.
Rita: We could see you this afternoon at ten to four.
Sam: This afternoon I'm stuck in court. Anything tomorrow?
Rita: Tomorrow Doctor Hill is at a conference. Monday, a quarter past eight?
Sam: Monday at a quarter past eight is great.
Rita: Perfect, and your name?`,
      ['Dentist appointment @ 2026-03-09T08:15'],
    ],
    [
      'has its hour refused and another accepted',
      `Anna: Can we move our call? I've got something on Monday.
Sam: Sure. Tuesday?
Anna: Tuesday at eleven?
Sam: Eleven's tight. Half past eleven?
Anna: Deal.`,
      ['Call @ 2026-03-10T11:30'],
    ],
    [
      'is put off from tonight to tomorrow',
      `Anna: Cinema tonight?
Sam: I'm beat. Tomorrow?
Anna: Okay, tomorrow. It starts at twenty past eight.
Sam: Great, I'll get the tickets.`,
      ['Cinema @ 2026-03-06T20:20'],
    ],
    [
      'is found from a wish for a part of the day',
      `Rita: When would suit you?
Sam: Best in the morning, on a Tuesday.
Rita: Tuesday the seventeenth at twenty to ten?
Sam: Yes, please.
Rita: I've put you in.`,
      ['Appointment @ 2026-03-17T09:40'],
    ],
    [
      'is the offered time that does not clash with a journey',
      `Anna: Mister Brandt wants to talk to both of us. Monday at five, or Tuesday at half past four.
Sam: Tuesday, I'm in Denver on Monday.
Anna: Okay, I'll tell him Tuesday, half past four.`,
      ['Mister Brandt appointment @ 2026-03-10T16:30'],
    ],
    [
      'is found from a wish for a coffee',
      `Peter: Do you have time for a coffee next week?
Sam: Wednesday or Thursday.
Peter: Wednesday. Three?
Sam: Three's good. At Milo's.
Peter: See you at Milo's.`,
      ['Coffee @ 2026-03-11T15:00'],
    ],
    [
      'has its hour refused twice on the same day',
      `Rita: Doctor Vale's office.
Sam: I need my ears checked.
Rita: Tuesday at nine?
Sam: Too early for me.
Rita: At eleven?
Sam: I've got a class until noon.
Rita: Then ten past one.
Sam: Ten past one works.`,
      ['Ears checked @ 2026-03-10T13:10'],
    ],
    [
      'is a week after a named day',
      `Anna: Dinner a week from Saturday? Half past seven at ours.
Sam: We'd love to.`,
      ['Dinner @ 2026-03-14T19:30'],
    ],
    [
      'is found by voices that could not be told apart',
      `?: Lunch on Tuesday?
?: Sure, half past twelve?
?: Half past twelve is perfect.`,
      ['Lunch @ 2026-03-10T12:30'],
    ],
    [
      'is moved in the same breath',
      `Sam: The kickoff is on Monday at ten. No, wait, they moved it. Tuesday at ten.
Anna: Tuesday, okay.`,
      ['Kickoff @ 2026-03-10T10:00'],
    ],
  ])('%s', (_, script, expected) => expect(eventsIn(script)).toEqual(expected));
});
