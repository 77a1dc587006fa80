import { describe, expect, it } from 'vitest';
import { findEvents } from './events.rules.js';
import { talkOf } from './talk.fixture.js';

/** The talks begin on Thursday, 5 March 2026, at ten in the morning. */
function eventsIn(script: string): string[] {
  return findEvents(talkOf(script)).events.map(({ title, start }) => `${title} @ ${start}`);
}

describe('whose appointment it is', () => {
  it.each([
    [
      'is an invitation by somebody who is not there',
      `Anna: Martin wants to take us out. Friday at seven, the Greek place on Main Street.
Sam: Oh, nice. Tell him we'll be there.`,
      ['Going out with Martin @ 2026-03-06T19:00'],
    ],
    [
      'is the owner’s own, in the evening',
      `Sam: Did I tell you? My poetry group has its reading on the nineteenth, at eight, in the library. You're coming, right?
Anna: Wouldn't miss it.`,
      ['Reading @ 2026-03-19T20:00'],
    ],
    [
      'is a visit for which the owner stays at home',
      `Anna: The landlord comes on Tuesday at three to look at the window. I'm at work.
Sam: I'll be home, I can let him in.`,
      ['Landlord visit @ 2026-03-10T15:00'],
    ],
    [
      'is told by its host',
      `Sam: We're having people over on Saturday the fourteenth. Around seven. Will you two come?
Anna: We'd love to! What can we bring?`,
      ['People coming over @ 2026-03-14T19:00'],
    ],
    [
      'is another’s to which the owner comes along',
      `Anna: I've got my scan on Monday at nine.
Sam: I'll come with you.
Anna: Would you? Thanks.`,
      ['Scan @ 2026-03-09T09:00'],
    ],
    [
      'is announced by the owner',
      `Sam: There's a talk by Jane Holm at the university on Wednesday at half past six. I'm going. Want to come?
Anna: I can't, I've got yoga.`,
      ['Talk @ 2026-03-11T18:30'],
    ],
    [
      'is another’s wedding to which the owner is invited',
      `Anna: Julia's getting married on the thirtieth of May, at noon, and we're both invited.
Sam: Wonderful, I'll put it in my calendar.`,
      ["Julia's wedding @ 2026-05-30T12:00"],
    ],
    [
      'has been moved, and keeps its hour',
      `Sam: Did you see the mail? The design review has been moved to Wednesday.
Anna: Same time?
Sam: Same time, ten o'clock. Room four.`,
      ['Design review @ 2026-03-11T10:00'],
    ],
    [
      'is named by how far away it is',
      `Anna: The board wants to hear from you. Two weeks from today, at nine.
Sam: I can do that. Thursday the nineteenth, nine o'clock.
Anna: Perfect, I'll tell them.`,
      ['Board appointment @ 2026-03-19T09:00'],
    ],
    [
      'is a departure',
      `Sam: I booked the train. We leave on Friday the thirteenth at twenty past six in the morning.
Anna: That early? Fine.`,
      ['Trip @ 2026-03-13T06:20'],
    ],
    [
      'is one of several in a note, one of them moved',
      `Sam: Okay, reminder for myself. Parent teacher conference is on the eleventh at half past five.
Sam: And the tire change got moved, it's Tuesday at eight now, not Monday.
Sam: Groceries on the way home.`,
      ['Parent teacher conference @ 2026-03-11T17:30', 'Tire change @ 2026-03-10T08:00'],
    ],
    [
      'fills a day',
      `Sam: Our wedding is on the sixth of June, by the way. You're all invited.
Anna: Finally!`,
      ['Wedding @ 2026-06-06T00:00'],
    ],
    [
      'begins where its hours begin',
      `Sam: The first aid course is on Saturday the fourteenth from nine to four.
Anna: Have fun.`,
      ['First aid course @ 2026-03-14T09:00'],
    ],
    [
      'gets its hour from another turn',
      `Anna: Are you coming to book club on Tuesday?
Sam: Is it at yours?
Anna: At Carla's. Half seven.
Sam: I'll be there. I've even read it.`,
      ['Book club @ 2026-03-10T19:30'],
    ],
    [
      'is where the owner helps',
      `Teacher: The bake sale is on Friday the thirteenth, right after school, at a quarter past three. Could you help at the table?
Sam: Sure, I'll be there.`,
      ['Bake sale @ 2026-03-13T15:15'],
    ],
    [
      'is a flight early in the morning',
      `Sam: My flight to Oslo is on the seventeenth, at five to seven in the morning.
Anna: Ouch.`,
      ['Flight @ 2026-03-17T06:55'],
    ],
    [
      'is at the same time next week',
      `Peter: Next meeting, same time next week?
Sam: Thursday the twelfth at ten, yes.
Anna: Fine with me.`,
      ['Meeting @ 2026-03-12T10:00'],
    ],
    [
      'is an outing that sets off in the morning',
      `Anna: We're hiking up Bear Peak on Sunday. We leave at six. Are you in?
Sam: I'm in!`,
      ['Hiking up Bear Peak @ 2026-03-08T06:00'],
    ],
    [
      'is where somebody wants the owner to be',
      `Boss: Sam, I want you in the client presentation. Wednesday, two o'clock.
Sam: I'll prepare the numbers.`,
      ['Client presentation @ 2026-03-11T14:00'],
    ],
    [
      'is a match that the owner drives to',
      `Sam: The boys play the semifinal on Saturday at eleven. I'm driving them.
Anna: Fingers crossed.`,
      ['Semifinal @ 2026-03-07T11:00'],
    ],
    [
      'is one of two in a sentence',
      `Sam: I've got physio on Tuesday at eight and the team offsite on Thursday the twelfth, starting at nine.
Anna: Busy week.`,
      ['Physio @ 2026-03-10T08:00', 'Team offsite @ 2026-03-12T09:00'],
    ],
    [
      'is told in two sentences',
      `Sam: I signed up for the tax webinar. It's on the eighteenth at four.
Anna: Good luck.`,
      ['Tax webinar @ 2026-03-18T16:00'],
    ],
    [
      'is a visit that the other is reminded of',
      `Sam: Don't forget, the chimney sweep's coming on Monday at half past seven.
Anna: I'll move the plants.`,
      ['Chimney sweep visit @ 2026-03-09T07:30'],
    ],
  ])('%s', (_, script, expected) => expect(eventsIn(script)).toEqual(expected));
});

it('is at a table that somebody booked for both', () => {
  expect(
    eventsIn(
      'Anna: I have booked a table at the Anchor for Saturday at half past seven in the evening.\nSam: Sounds good.',
    ),
  ).toEqual(['Table at the Anchor @ 2026-03-07T19:30']);
});
