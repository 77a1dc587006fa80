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
  ])('%s', (_, script, expected) => expect(eventsIn(script)).toEqual(expected));
});

describe('no appointment of the owner', () => {
  it.each([
    [
      'is called off by who proposed it',
      `Sam: So lunch on Monday at twelve?
Anna: Yes, lovely.
Sam: Oh no, wait. I've got a delivery then. Let's skip it this time.
Anna: Next time.`,
    ],
    [
      'was only proposed',
      `Anna: We should have dinner on Saturday at eight.
Sam: Hm. Did you see where I left my phone?
Anna: On the shelf.`,
    ],
    [
      'was refused after a counter-proposal',
      `Anna: Tennis on Sunday at nine?
Sam: Nine on a Sunday? No way.
Anna: Eleven?
Sam: I think I'll sit this one out.`,
    ],
    [
      'is called off by the other',
      `Anna: Sorry, I have to cancel our lunch tomorrow at noon.
Sam: No worries. Another day.`,
    ],
    [
      'is taken on by the other',
      `Anna: The parents' meeting is on Tuesday at seven. Can you go?
Sam: I'm on night shift. Can you?
Anna: Fine, I'll go.`,
    ],
    [
      'is another’s',
      `Anna: I've got my scan on Monday at nine.
Sam: Are you nervous?
Anna: A little.`,
    ],
    [
      'is that of the other and somebody else',
      `Anna: We're going to the Petersons' on Saturday at eight.
Sam: Say hello to them.`,
    ],
    [
      'is another’s wedding',
      `Anna: Julia's getting married on the thirtieth of May, in Italy, at noon!
Sam: Good for her.`,
    ],
    [
      'is another’s arrival',
      `Anna: My mother flies in on Tuesday at three.
Sam: Oh, nice. How long does she stay?
Anna: Until the fifteenth.`,
    ],
    [
      'is a named person’s',
      `Anna: Paul has his driving test on Monday at ten. He's so nervous.
Sam: He'll be fine.`,
    ],
    [
      'is the other’s dinner',
      `Anna: Tom and I are having dinner with his boss on Saturday at eight.
Sam: Exciting. What will you wear?`,
    ],
    [
      'is somebody’s arrival',
      `Sam: Lena's staying with us next week, she arrives on Monday at ten to six.
Anna: Lovely.`,
    ],
    [
      'is a rule of opening hours',
      `Sam: When are you open?
Lena: Monday to Friday from nine to six, on Saturdays until one.
Sam: Great, thanks.`,
    ],
    [
      'is a weekly habit',
      `Anna: Do you still play tennis?
Sam: Every Tuesday at seven, with Rob.`,
    ],
    [
      'was declined with regret',
      `Anna: Do you want to come to Ben's birthday on Saturday at four?
Sam: I'd love to, but we're at my in-laws that day.
Anna: Too bad.`,
    ],
    [
      'hangs on the weather',
      `Anna: If the weather holds we might go sailing on Sunday at ten.
Sam: That'd be fun. Let's see.`,
    ],
    [
      'is over',
      `Sam: The concert on Tuesday at eight was incredible.
Anna: I heard.`,
    ],
    [
      'are hours of visits',
      `Anna: Visiting hours are from two to six. And on Sunday the ward is closed.
Sam: I see.`,
    ],
    [
      'has no day',
      `Anna: We must have you over some time in April.
Sam: That would be lovely.`,
    ],
    [
      'was a visit',
      `Sam: I was at the clinic on Monday at nine, and they kept me for hours.
Anna: Oh no.`,
    ],
    [
      'happens every month',
      `Anna: The flea market is every first Sunday at ten.
Sam: Good to know.`,
    ],
  ])('is none when it %s', (_, script) => expect(eventsIn(script)).toEqual([]));
});
