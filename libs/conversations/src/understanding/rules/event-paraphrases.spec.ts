import { describe, expect, it } from 'vitest';
import { findEvents } from './events.rules.js';
import { talkOf } from './talk.fixture.js';

/** The talks begin on Thursday, 5 March 2026, at ten in the morning. */
function eventsIn(script: string): string[] {
  return findEvents(talkOf(script)).events.map(({ title, start }) => `${title} @ ${start}`);
}

describe('an appointment in other words', () => {
  it.each([
    [
      'Meeting about the heating bills @ 2026-03-10T09:45',
      `Anna: I'd like the three of us to go over the heating bills. Are you both around next Tuesday, at a quarter to ten?
Bob: Should be.
Sam: Yep, that'll work.`,
    ],
    [
      'Onboarding plan meeting @ 2026-03-12T13:40',
      `Anna: We need half an hour on the onboarding plan. Everyone free on Thursday the twelfth at twenty to two?
Bob: Free as a bird.
Sam: Me too. Thursday the twelfth, twenty to two.`,
    ],
    [
      'Budget appointment @ 2026-03-16T11:10',
      `Anna: The budget needs another round. I'm putting us down for Monday the sixteenth, ten past eleven, upstairs.
Sam: Works on my side.`,
    ],
    [
      'Dress rehearsal @ 2026-03-14T18:00',
      `Anna: Dress rehearsal's a week on Saturday, so the fourteenth, six in the evening. No excuses.
Sam: You'll have me there with my costume on.`,
    ],
    [
      "Ella's violin recital @ 2026-03-13T17:30",
      `Anna: Ella's violin recital is next Friday, the thirteenth, at half past five, in the chapel. She keeps asking whether you're coming.
Sam: Tell her I've already asked for the afternoon off.`,
    ],
    [
      "Jonas' graduation @ 2026-03-20T14:00",
      `Anna: Jonas graduates on the twentieth, two in the afternoon.
Sam: I'm bringing the big camera and a pack of tissues. I wouldn't be anywhere else.`,
    ],
    [
      'Assembly @ 2026-03-12T08:50',
      `Anna: Toby's class is doing the assembly on Thursday the twelfth, ten to nine. He's a tree.
Sam: Then I'd better be there at ten to nine to see a tree.`,
    ],
    [
      'Swimming gala @ 2026-03-15T10:30',
      `Anna: Swimming gala, Sunday the fifteenth, half past ten. Mia's in the relay.
Sam: I'll be on the bench, screaming.`,
    ],
    [
      'Christening @ 2026-03-22T11:15',
      `Anna: The christening's on the twenty-second at a quarter past eleven, and you're the godfather, so don't be late.
Sam: Me, late? I've ironed the shirt already.`,
    ],
    [
      'Lunch @ 2026-03-21T12:30',
      `Anna: Dad turns seventy on Saturday the twenty-first. Everybody's coming to us for lunch, half past twelve.
Sam: What can I bring?`,
    ],
    [
      'Party @ 2026-03-28T16:00',
      `Anna: The party for the twins will be on the twenty-eighth, four o'clock, at our house.
Sam: I still can't believe they're six.`,
    ],
    [
      'Follow-up appointment @ 2026-04-02T08:50',
      `Doc: Any pain when I bend it?
Sam: A little.
Doc: Let's see how it's doing in a month. Could you come in on Thursday the second of April, at ten to nine?
Sam: Ten to nine on the second of April. I'll make a note.`,
    ],
    [
      'Knee appointment @ 2026-04-02T16:40',
      `Doc: I'd like to check on that knee again in four weeks' time. Would Thursday the second of April do, at twenty to five?
Sam: Twenty to five is after work, so that suits me well.`,
    ],
    [
      'Knee appointment @ 2026-03-26T15:20',
      `Doc: Come and show me that knee again in three weeks. I've twenty past three free on Thursday the twenty-sixth.
Sam: Book me in for that.`,
    ],
    [
      'Follow-up appointment @ 2026-03-26T09:05',
      `Doc: We'll meet again in three weeks and decide. Thursday the twenty-sixth, five past nine?
Sam: Five past nine, yes, I'll take it.`,
    ],
    [
      'Bike serviced @ 2026-03-19T17:15',
      `Kim: Spoke and Wheel, hello?
Sam: Hi, I need my bike serviced before the season.
Kim: Could you bring it in this Saturday at ten?
Sam: Saturdays I work.
Kim: Thursday the nineteenth at a quarter past five, would that be better?
Sam: Much better. A quarter past five on Thursday the nineteenth.`,
    ],
    [
      'Picnic @ 2026-03-15T13:30',
      `Anna: About the family picnic. Shall we stick with Saturday the fourteenth at noon?
Sam: Saturday at noon, perfect.
Anna: Hmm, wait. The bridge is closed that day, they're repairing it.
Sam: What about the day after?
Anna: Sunday's good, but not at noon, church lets out then.
Sam: Half past one?
Anna: Half past one it is.
Sam: So, Sunday the fifteenth, half past one.`,
    ],
    [
      'Chess tournament @ 2026-03-20T18:15',
      `Bob: The chess tournament, Sam. I'd put it on Thursday the nineteenth at six.
Sam: Thursday the nineteenth at six, that's good.
Bob: Oh no. I've just seen that the library closes early on Thursdays.
Sam: Then Friday?
Bob: Friday's fine from my side, but at a quarter past six, I finish at six.
Sam: A quarter past six on Friday, agreed.`,
    ],
    [
      'Gig @ 2026-03-27T20:00',
      `Bob: My gig! Did you get the message?
Sam: The twenty-seventh at eight, at the Anchor, correct?
Bob: Correct. You'd better dance.
Sam: I've got my ticket, and I'll dance if you play the slow one.`,
    ],
    [
      'Play @ 2026-03-21T19:15',
      `Sam: And your play? I've been looking forward to it. It's on Saturday the twenty-first, a quarter past seven, isn't it?
Bob: That's right, Saturday the twenty-first at a quarter past seven, in the Old Mill.
Sam: Anna and I are both going. We'll sit where you can see us.`,
    ],
    [
      'Exhibition @ 2026-03-19T18:30',
      `Bob: So, my exhibition opens on Thursday the nineteenth. Doors at half past six. Will I see you?
Sam: Naturally. Thursday, half past six, I'll bring the whole office.`,
    ],
    [
      'Talk at the museum @ 2026-03-18T14:15',
      `Sam: Notes for the week.
Sam: I'm giving a talk at the museum on Wednesday the eighteenth, at a quarter past two in the afternoon.
Sam: The slides have to be ready the day before, on the seventeenth.`,
    ],
    [
      'First aid refresher @ 2026-03-24T09:30',
      `Sam: Memo to self, it's Thursday.
Sam: The first aid refresher. It's been fixed for Tuesday the twenty-fourth, half past nine in the morning, in the gym.
Sam: I need to ring the bank tomorrow.`,
    ],
    [
      'Interview @ 2026-03-17T11:40',
      `Sam: Okay, a few things so I don't forget.
Sam: They want me for the second interview, on Tuesday the seventeenth at twenty to twelve, with the whole board.
Sam: My suit has to go to the cleaner's before that.`,
    ],
    [
      'Stay at Seaview Cottages @ 2026-05-15T16:00',
      `Ina: Seaview Cottages, Ina here.
Sam: Hi, do you have something for two from the fifteenth to the seventeenth of May?
Ina: The blue cottage is free. A hundred and eighty for both nights.
Sam: We'll take it. When can we arrive?
Ina: From four in the afternoon on Friday the fifteenth.
Sam: Great.`,
    ],
    [
      'Stay at Alpenrose Guesthouse @ 2026-06-05T14:30',
      `Ina: Alpenrose Guesthouse, this is Ina.
Sam: I'd like a double room for the first weekend in June, please.
Ina: That's Friday the fifth to Sunday the seventh. I have one left.
Sam: Wonderful, please keep it for us. What time is check-in?
Ina: Your room will be ready on the Friday at half past two.
Sam: Half past two, okay.`,
    ],
    [
      'Stay at Riverbend Campground @ 2026-07-10T13:00',
      `Ina: Riverbend Campground, good morning, Ina speaking.
Sam: Morning. We're after a pitch for the weekend of the tenth of July.
Ina: In on Friday the tenth, out on Sunday the twelfth. I can do that for seventy dollars.
Sam: Sold. How early may we come?
Ina: You can drive in at one in the afternoon on the Friday.
Sam: Perfect.`,
    ],
    [
      'Dinner @ 2026-03-14T19:15',
      `Bob: I haven't seen you in ages.
Sam: Then come over and eat with us. Saturday the fourteenth, a quarter past seven, does that suit you?
Bob: Saturday the fourteenth, a quarter past seven. I'd be delighted.`,
    ],
    [
      'Brunch @ 2026-03-15T10:45',
      `Bob: We should celebrate that.
Sam: Come to brunch at mine. What do you say to Sunday the fifteenth, a quarter to eleven?
Bob: Sunday the fifteenth, a quarter to eleven. I'll be there with flowers.`,
    ],
    [
      'Dinner @ 2026-03-20T18:30',
      `Bob: When do I get to see the new kitchen?
Sam: How about Friday the twentieth? I'll cook. Half past six?
Bob: Half past six on Friday the twentieth. It's a plan.`,
    ],
    [
      'Tea @ 2026-03-11T15:00',
      `Bob: I miss our talks.
Sam: Me too. Wednesday the eleventh, three o'clock, tea at my place?
Bob: You're on.`,
    ],
  ])('is "%s"', (expected, script) => expect(eventsIn(script)).toEqual([expected]));
});

describe('what is no appointment in other words', () => {
  it.each([
    `Bob: My sister's off to Rome on Friday the thirteenth at six in the morning.
Sam: Lucky her.`,
    `Anna: On the Wednesday Paul is at the vet with the dog, at ten.
Sam: Poor dog.`,
    `Bob: I've got a root canal on Monday at eight, pity me.
Sam: I do.`,
    `Anna: If the funding comes through, there might be a retreat in May, say the ninth at ten.
Sam: I won't hold my breath.`,
    `Bob: Come with us to Oslo! We fly on Friday the twentieth at seven in the morning.
Sam: I can't, I've no days left. Send me a postcard.`,
    `Anna: Your cousin's wedding is on the sixth of June at two, in Spain. Are you going?
Sam: No, I've told her I can't get away.`,
    `Bob: The reunion got cancelled, by the way. It was going to be on Saturday the fourteenth at six.
Sam: Shame.`,
    `Anna: I'm painting the fence on Saturday at ten.
Sam: Rather you than me.`,
  ])('is none in %j', (script) => expect(eventsIn(script)).toEqual([]));
});
