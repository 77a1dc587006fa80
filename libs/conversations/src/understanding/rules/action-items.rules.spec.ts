import { describe, expect, it } from 'vitest';
import { findActionItems } from './action-items.rules.js';
import { talkOf } from './talk.fixture.js';
import { tasksIn } from './tasks.fixture.js';

describe('a task', () => {
  it.each([
    ['Sam: I will send the offer to the bank on Monday.', ['Send the offer to the bank @ 2026-03-09']],
    ['Sam: I have to renew my passport by the fifteenth of April.', ['Renew my passport @ 2026-04-15']],
    [
      "Sam: I'm dropping the parcel at the post office tomorrow.",
      ['Drop the parcel at the post office @ 2026-03-06'],
    ],
    ['Sam: I must not forget to water the ferns.', ['Water the ferns']],
    [
      "Sam: I'll get back to the insurance company by Friday.",
      ['Get back to the insurance company @ 2026-03-06'],
    ],
  ])('is what the owner takes on: %s', (script, expected) =>
    expect(tasksIn(`${script}\nAnna: Good.`)).toEqual(expected),
  );

  it('is what somebody asks for and the owner agrees to, with the day of either', () => {
    expect(tasksIn('Anna: Could you print the tickets?\nSam: Sure, no problem.')).toEqual([
      'Print the tickets',
    ]);
    expect(tasksIn('Anna: Could you print the tickets?\nSam: Sure, on Sunday.')).toEqual([
      'Print the tickets @ 2026-03-08',
    ]);
    expect(tasksIn('Anna: Please return the ladder by Tuesday.\nSam: Will do.')).toEqual([
      'Return the ladder @ 2026-03-10',
    ]);
  });

  it('is not agreed to by silence or by a refusal', () => {
    expect(tasksIn('Anna: Could you print the tickets?\nSam: What a day.')).toEqual([]);
    expect(tasksIn('Anna: Could you print the tickets?\nSam: No, the printer is broken.')).toEqual([]);
  });

  it('moves to the day that the owner offers instead', () => {
    expect(
      tasksIn(
        'Anna: Can you get me the figures by tomorrow?\nSam: Tomorrow is tight. Wednesday would be better.\nAnna: Okay.',
      ),
    ).toEqual(['Get the figures @ 2026-03-11']);
  });

  it('is an offer that is taken', () => {
    expect(tasksIn('Anna: Who brings the cups?\nSam: I can bring the cups.\nAnna: Great, thanks.')).toEqual([
      'Bring the cups',
    ]);
    expect(tasksIn('Sam: Shall I order the taxi?\nAnna: Yes, please.')).toEqual(['Order the taxi']);
    expect(tasksIn("Sam: Shall I order the taxi?\nAnna: No, leave that to me. I'll do it tonight.")).toEqual(
      [],
    );
  });
});

describe('no task', () => {
  it.each([
    ['what another person will do', 'Anna: I will paint the fence on Sunday.\nSam: Good.'],
    [
      'what the owner asks of others',
      'Sam: Could you call the plumber tomorrow?\nAnna: Sure, I will call him.',
    ],
    [
      'what is asked of somebody else by name',
      'Anna: Tom, please lock the shed tonight.\nSam: Good idea.\nTom: Okay.',
    ],
    ['an idea', 'Sam: Maybe I will learn the ukulele one day.\nAnna: Nice.'],
    ['a condition', 'Sam: If I ever win the lottery, I will buy a boat.\nAnna: Ha.'],
    ['what we could do', 'Sam: We should paint the walls some day.\nAnna: True.'],
    ['what was done', 'Sam: I already paid the electricity bill yesterday.\nAnna: Good.'],
    ['what happens this minute', 'Sam: One moment, I will look for the number.\nAnna: Take your time.'],
    ['being somewhere', 'Sam: I will be there on Friday.\nAnna: Good.'],
    ['what one does not do', 'Sam: I do not need to water the plants this week.\nAnna: Right.'],
    [
      'what a broadcast recommends',
      'Host: Welcome to our show. You should plant lavender tomorrow.\nGuest: And please leave a bowl of water out tonight.',
    ],
  ])('is %s', (_, script) => expect(tasksIn(script)).toEqual([]));
});

describe('a plan that changes', () => {
  it('counts in its last form only', () => {
    expect(
      tasksIn(
        'Sam: I will book three rooms.\nAnna: We are five people now.\nSam: Then I will book five rooms today.',
      ),
    ).toEqual(['Book five rooms @ 2026-03-05']);
    expect(
      tasksIn(
        'Sam: I will send the contract on Thursday.\nAnna: That is late.\nSam: No, wait, make it Monday.',
      ),
    ).toEqual(['Send the contract @ 2026-03-09']);
  });

  it('goes when it is given up, taken over or done', () => {
    expect(
      tasksIn(
        "Sam: I will order new chairs tomorrow.\nAnna: Do we need them?\nSam: No. Let's forget the chairs.",
      ),
    ).toEqual([]);
    expect(
      tasksIn('Sam: I can fetch her at the airport on Friday.\nAnna: No, you rest, I will fetch her.'),
    ).toEqual([]);
    expect(tasksIn("Anna: Can you sign this form?\nSam: Give it to me. There, it's signed.")).toEqual([]);
  });
});

describe('what a sentence leaves open', () => {
  it('is taken from the sentences around it', () => {
    expect(
      tasksIn('Anna: And the scanners?\nSam: They are empty. I will put them on the charger tomorrow.'),
    ).toEqual(['Put the scanners on the charger @ 2026-03-06']);
    expect(tasksIn('Sam: I have to pay the property tax. It is due on the fifteenth.\nAnna: Oh.')).toEqual([
      'Pay the property tax @ 2026-03-15',
    ]);
    expect(
      tasksIn('Sam: I still have to return your drill. I will bring it over on Saturday.\nAnna: Fine.'),
    ).toEqual(['Return the drill @ 2026-03-07']);
    expect(
      tasksIn(
        'Anna: Grandma arrives on Friday at six at the station.\nSam: I will pick up grandma at the station.',
      ),
    ).toEqual(['Pick up grandma at the station @ 2026-03-06']);
  });

  it('names people only when they are known', () => {
    const script = 'Anna: Sam, can you send me the list?\nSam: Of course.';
    expect(tasksIn(script)).toEqual(['Send the list']);
    expect(tasksIn(script, ['Anna'])).toEqual(['Send Anna the list']);
  });
});

describe('the day of a task', () => {
  it.each([
    [
      'in a promise to whoever gets the thing',
      "Anna: Could you fax me the receipt?\nSam: Yes, sure. You'll have it by Saturday.",
      ['Fax the receipt @ 2026-03-07'],
    ],
    [
      'in the sentence after the yes',
      "Anna: Can you practice the song with Mia?\nSam: Of course. I'll start tomorrow.",
      ['Practice the song with Mia @ 2026-03-06'],
    ],
    [
      'alone after the yes',
      'Anna: Could you wash the curtains?\nSam: No problem. On Sunday.',
      ['Wash the curtains @ 2026-03-08'],
    ],
    [
      'in an answer that is sooner than asked',
      "Anna: Can we have the drawings by Tuesday?\nSam: You'll get them on Monday already.",
      ['Send the drawings @ 2026-03-09'],
    ],
    [
      'as "by then"',
      'Anna: They want the contract back in a week.\nSam: I will sign the contract by then.',
      ['Sign the contract @ 2026-03-12'],
    ],
    [
      'as the day before something',
      'Anna: The picnic is on Saturday. Could we borrow your cooler?\nSam: Sure. I will bring it over the day before.',
      ['Lend my cooler @ 2026-03-06'],
    ],
    [
      'as that of the occasion',
      'Anna: The workshop is on Tuesday the tenth.\nAnna: You only have to bring the samples to the workshop.\nSam: I will see to it.',
      ['Bring the samples to the workshop @ 2026-03-10'],
    ],
    [
      'in what the sentence after tells of the matter',
      'Sam: Remind me to renew the parking permit. The papers have to go out by the end of next week.',
      ['Renew the parking permit @ 2026-03-13'],
    ],
  ])('is found %s', (_, script, expected) => expect(tasksIn(script)).toEqual(expected));
});

describe('other words for a task', () => {
  it.each([
    ["Sam: Don't let me forget the candles for Ruth.", ['Remember the candles for Ruth']],
    ["Sam: I owe Otto twelve dollars. I'll pay him back tomorrow.", ['Pay Otto twelve dollars @ 2026-03-06']],
    ['Sam: Oh, and we still need to bleed the radiators.\nAnna: True.', ['Bleed the radiators']],
    ["Sam: I'll see to the invitations on Monday.\nAnna: Fine.", ['See to the invitations @ 2026-03-09']],
    ['Sam: I will have a word with Otto tomorrow.\nAnna: Please do.', ['Have a word with Otto @ 2026-03-06']],
    ["Sam: I'll let you know on Monday.\nAnna: Fine.", ['Let them know @ 2026-03-09']],
    ['Anna: Somebody ought to phone the vet.\nSam: Leave it with me.', ['Phone the vet']],
    [
      'Anna: We need the signed waiver by Monday.\nSam: I will drop it off at the desk tomorrow.',
      ['Send the signed waiver @ 2026-03-06'],
    ],
    [
      "Sam: I was going to have the fence painted tomorrow, so I'll cancel that this afternoon.\nAnna: Good.",
      ['Cancel the fence @ 2026-03-05'],
    ],
  ])('%s', (script, expected) => expect(tasksIn(script)).toEqual(expected));

  it.each([
    [
      'a question about what one must do',
      'Anna: See you then.\nSam: Do I have to bring the papers?\nAnna: No.',
    ],
    ['what is wanted on the spot', 'Anna: Close the door, Sam.\nSam: Sure.'],
    [
      'what somebody should do, when the owner only agrees',
      'Anna: Somebody should call the vet.\nSam: Yes, true.',
    ],
  ])('are not %s', (_, script) => expect(tasksIn(script)).toEqual([]));

  it('leave out names called and assurances', () => {
    expect(tasksIn('Anna: Could you lend me your saw, Sam?\nSam: Sure.')).toEqual(['Lend my saw']);
    expect(tasksIn("Sam: I'll trim the roses, promise.\nAnna: Good.")).toEqual(['Trim the roses']);
  });
});

describe('a note to oneself', () => {
  it('lists what is to be done, one by one', () => {
    expect(
      tasksIn(
        'Sam: Okay, things to do. Buy stamps, water the tomatoes, and call the landlord about the heating.',
      ),
    ).toEqual(['Buy stamps', 'Water the tomatoes', 'Call the landlord about the heating']);
    expect(tasksIn('Sam: Okay, things to do, buy stamps, and call the landlord about the heating.')).toEqual([
      'Buy stamps',
      'Call the landlord about the heating',
    ]);
    expect(tasksIn('Sam: Remind me to pick up the dry cleaning on Friday afternoon.')).toEqual([
      'Pick up the dry cleaning @ 2026-03-06',
    ]);
  });
});

describe('voices that could not be told apart', () => {
  it('leave what is promised in the first person to the owner', () => {
    expect(tasksIn('?: We need a cake. I will order the cake tomorrow. Great.')).toEqual([
      'Order the cake @ 2026-03-06',
    ]);
  });

  it('leave out what a clerk does for the owner', () => {
    expect(tasksIn("?: I can't take aspirin. I will put that in your file. Anything else?")).toEqual([]);
  });

  it('keep what somebody else is asked by name from the owner', () => {
    expect(
      tasksIn(
        '?: Tom, please print the posters. Sure, I will do that tomorrow. Sam, can you book the hall? Of course.',
      ),
    ).toEqual(['Book the hall']);
  });
});

it('repeats no secret', () => {
  const said =
    'Anna: The code for the gate is four seven one one. Please write down four seven one one.\nSam: Okay. I will tell Tom the code four seven one one tomorrow.';
  expect(JSON.stringify(tasksIn(said))).not.toMatch(/four seven|4711/i);
});

it('names the segments in which it was said', () => {
  const { items } = findActionItems(
    talkOf('Anna: Nice day.\nAnna: Could you print the tickets?\nSam: Sure.'),
  );
  expect(items[0]?.segment_ids).toEqual(['s1', 's2']);
});
