import { describe, expect, it } from 'vitest';
import { findEvents } from './events.rules.js';
import { talkOf } from './talk.fixture.js';

/** The talks begin on Thursday, 5 March 2026, at ten in the morning. */
function eventsIn(script: string): string[] {
  return findEvents(talkOf(script)).events.map(({ title, start }) => `${title} @ ${start}`);
}

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
    [
      'is until when somebody is there',
      `Sam: How late can I bring it in?
Bob: We're here until six, on Saturday until noon.
Sam: Perfect, thanks.`,
    ],
    [
      'is a delivery that somebody else receives',
      `Sam: When does the sofa come?
Bob: Thursday the twelfth, between eight and noon.
Sam: My neighbour will let you in.`,
    ],
    [
      'is the hour of a task',
      `Anna: Can you send me the draft by Monday at noon?
Sam: Monday at noon, sure.`,
    ],
    [
      'is another’s class',
      `Anna: My yoga's on Wednesdays at six.
Sam: Nice.`,
    ],
    [
      'is somebody’s train',
      `Anna: Tom's train gets in at ten past nine on Friday.
Sam: Who's fetching him?
Anna: I am.`,
    ],
    [
      'is on television',
      `Sam: The final's on TV on Sunday at eight.
Anna: I'll be asleep by then.`,
    ],
    [
      'is an operation that the other attends',
      `Anna: Grandma's operation is on Thursday the nineteenth at eight. I'm staying with her.
Sam: Tell her I'm thinking of her.`,
    ],
    [
      'is when a party ends',
      `Anna: Ben's party ends at six on Saturday. Can you pick him up?
Sam: Yes, I'll get him at six.`,
    ],
    [
      'is taken back by who agreed',
      `Anna: Squash tomorrow at six?
Sam: Sure. Oh, hang on, no. Tomorrow's my wife's birthday.
Anna: Next week then.`,
    ],
    [
      'was long ago',
      `Anna: My grandparents married on the fourteenth of June, at noon, in a snowstorm.
Sam: In June?`,
    ],
  ])('is none when it %s', (_, script) => expect(eventsIn(script)).toEqual([]));
});

it('keeps somebody else’s appointment out of a note, too', () => {
  expect(
    eventsIn('Sam: Note to myself. Paul has his driving test on Monday at ten. I have to wish him luck.'),
  ).toEqual([]);
});
