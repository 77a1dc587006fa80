import { describe, expect, it } from 'vitest';
import { findEvents } from './events.rules.js';
import { talkOf } from './talk.fixture.js';

/** The talks begin on Thursday, 5 March 2026, at ten in the morning. */
function eventsIn(script: string): string[] {
  return findEvents(talkOf(script)).events.map(({ title, start }) => `${title} @ ${start}`);
}

describe('an appointment in still other words', () => {
  it.each([
    [
      'Safety walk appointment @ 2026-03-17T07:45',
      `Anna: The safety walk with the inspector is happening on Tuesday the seventeenth, quarter to eight, at gate two. I need you along, Sam.
Sam: Gate two, quarter to eight, Tuesday the seventeenth. I'll bring coffee.`,
    ],
    [
      'Supplier appointment @ 2026-03-09T14:20',
      `Anna: The supplier from Lyon wants a call with us. He suggests Monday, twenty past two.
Sam: Monday at twenty past two is okay for me.`,
    ],
    [
      'Volunteers appointment @ 2026-03-18T18:45',
      `Anna: The new volunteers need their introduction. I said Wednesday the eighteenth, a quarter to seven in the evening, and you'd do the welcome, Sam.
Sam: Fine, I'll do the welcome. Wednesday the eighteenth, a quarter to seven.`,
    ],
    [
      'School play @ 2026-03-19T17:00',
      `Anna: Don't forget, Leo's school play is on Thursday the nineteenth at five in the afternoon. He's the wolf.
Sam: I've already told my boss I'm leaving early that day.`,
    ],
    [
      'Final appointment @ 2026-03-14T10:15',
      `Kid: Dad, our final's on Saturday the fourteenth, at a quarter past ten! Are you going to watch?
Sam: Of course I'm going to watch, champ.`,
    ],
    [
      'Open morning @ 2026-03-11T09:20',
      `Anna: On Wednesday the eleventh there's the open morning at the nursery, twenty past nine. One of us should go.
Sam: I'll go. I've got the morning off.`,
    ],
    [
      "Nick and Tess's wedding @ 2026-05-23T13:30",
      `Anna: So Nick and Tess are getting married on the twenty-third of May, half past one, at the town hall. We're all invited.
Sam: About time. I'll dust off the suit.`,
    ],
    [
      'Cake @ 2026-03-22T15:30',
      `Anna: Nana's birthday is on the twenty-second. We're having tea and cake at ours, half past three.
Sam: I wouldn't miss her for the world.`,
    ],
    [
      'Exercises appointment @ 2026-04-09T10:40',
      `Doc: Do the exercises, and I'd like to look at the shoulder again in five weeks. Let's say Thursday the ninth of April, twenty to eleven?
Sam: The ninth of April at twenty to eleven. Okay, I'll be here.`,
    ],
    [
      'Blood pressure check appointment @ 2026-04-07T08:15',
      `Doc: I want to repeat the blood pressure check next month. Could you make Tuesday the seventh of April, a quarter past eight?
Sam: Before work, yes. A quarter past eight.`,
    ],
    [
      'Van @ 2026-03-28T08:30',
      `Pam: Swift Movers, Pam speaking, good afternoon.
Sam: Hi, Sam Lorne here. We're moving flat at the end of the month and need a van and two people.
Pam: I've got Friday the twenty-seventh at noon.
Sam: Friday's no use, I'm teaching until four.
Pam: Saturday, then, the twenty-eighth? Half past eight in the morning?
Sam: Half past eight on Saturday the twenty-eighth. That's perfect.
Pam: Then you're on the list.`,
    ],
    [
      'Appointment with Clearview Windows @ 2026-03-20T16:25',
      `Gil: Clearview Windows, Gil here.
Sam: Hello, I'd like somebody to come and measure our windows.
Gil: We could come next Tuesday, at eleven.
Sam: Nobody's at home on Tuesday.
Gil: And Friday the twentieth, at twenty-five past four?
Sam: Yes, that's much better. Friday the twentieth, twenty-five past four.`,
    ],
    [
      'Concrete appointment @ 2026-03-13T06:45',
      `Bob: The concrete pour. I've got the trucks down for Wednesday the eleventh at seven.
Sam: Wednesday at seven, understood. Same gate?
Bob: Same gate. Oh, one thing, hold on. The forecast says frost on Wednesday.
Sam: We can't pour in frost. What about Friday?
Bob: Friday's dry. But the plant opens earlier on Fridays, so a quarter to seven.
Sam: A quarter to seven on Friday the thirteenth. Fine.
Bob: I'll tell the drivers.`,
    ],
    [
      'Band rehearsal @ 2026-03-12T20:15',
      `Bob: Band rehearsal tomorrow at eight as usual?
Sam: Tomorrow at eight, yep.
Bob: Ah, damn, the room's double booked tomorrow. Is Thursday any good?
Sam: Thursday the twelfth? Only after eight.
Bob: Let's make it a quarter past eight, then.
Sam: Thursday the twelfth, a quarter past eight. I'll tell the others.`,
    ],
    [
      'Game night @ 2026-03-20T19:45',
      `Bob: About our game night, I said Friday the thirteenth at eight.
Sam: Yes, Friday the thirteenth at eight.
Bob: Turns out Mia's got the flu. Could we shift it by a week?
Sam: To the twentieth? Sure, but a bit earlier, please.
Bob: A quarter to eight?
Sam: A quarter to eight on the twentieth, done.`,
    ],
    [
      'Choir appointment @ 2026-03-21T19:00',
      `Sam: How's the choir? You're singing on the twenty-first, aren't you?
Bob: Saturday the twenty-first at seven, in Saint Paul's. It would mean a lot if you came.
Sam: Are you kidding? I've got a seat in row two.`,
    ],
    [
      'Parent teacher evening @ 2026-03-17T18:20',
      `Sam: Okay, reminders.
Sam: Parent-teacher evening, Tuesday the seventeenth, twenty past six, room nine.
Sam: Buy stamps.`,
    ],
    [
      'Council hearing @ 2026-03-25T10:50',
      `Sam: Voice memo, Thursday morning.
Sam: The council hearing about our street got a date. Wednesday the twenty-fifth, ten to eleven, in the town hall.
Sam: I have to send in my three questions by the twentieth.`,
    ],
    [
      'Tax webinar @ 2026-03-12T12:15',
      `Sam: What have I got this week? On Thursday the twelfth I'm sitting in on the tax webinar, at a quarter past twelve.
Sam: And the gas bill is due on Friday.`,
    ],
    [
      'Stay at Fox and Hound Inn @ 2026-04-24T14:45',
      `Meg: Fox and Hound Inn, Meg speaking.
Sam: Hi Meg, I need a room for two nights, from Friday the twenty-fourth of April.
Meg: Friday to Sunday, let me look. Yes, I can give you the corner room.
Sam: Super, I'll have it.
Meg: You can get your key from a quarter to three.
Sam: A quarter to three, right.`,
    ],
    [
      'Lunch @ 2026-03-15T12:20',
      `Bob: You still owe me a lunch.
Sam: I know. Are you free on Sunday the fifteenth? Say twenty past twelve, at the Blue Door?
Bob: I am. Twenty past twelve, at the Blue Door.`,
    ],
    [
      'Supper @ 2026-03-21T19:10',
      `Bob: I want to see that garden of yours.
Sam: Come to supper, then. Would Saturday the twenty-first at ten past seven be any good?
Bob: Ten past seven on Saturday the twenty-first would be lovely.`,
    ],
    [
      'Breakfast @ 2026-03-08T09:30',
      `Bob: It's been too long.
Sam: It has. Sunday breakfast at my place, half past nine?
Bob: This Sunday? I'm in.`,
    ],
  ])('is "%s"', (expected, script) => expect(eventsIn(script)).toEqual([expected]));
});

describe('what is no appointment in other words', () => {
  it.each([
    `Bob: My daughter's school play is on Friday the thirteenth at six. I'm so nervous for her.
Sam: She'll be wonderful.`,
    `Bob: Karen from accounts begins her leave on Monday the ninth.
Sam: Lucky Karen.`,
    `Anna: Dad has to be at the eye clinic on Thursday at nine, but my brother is driving him.
Sam: Good of him.`,
    `Lect: Next Thursday at six, Professor Hale will speak about glaciers. That's it for today.
Lect: Thank you for coming.`,
    `Bob: You should come to the festival in July, it begins on the eleventh at noon.
Sam: Festivals aren't my thing, thanks.`,
    `Doc: If that doesn't help, we'd think about surgery. There'd be a slot on the fourteenth at eight.
Sam: Let's hope not.
Doc: I doubt we'll need it.`,
    `Anna: The plumber's at the neighbours' on Tuesday at ten, so the water will be off.
Sam: Thanks for the warning.`,
    `Bob: I'm off to the dentist's tomorrow at three.
Sam: Good luck.`,
  ])('is none in %j', (script) => expect(eventsIn(script)).toEqual([]));
});
