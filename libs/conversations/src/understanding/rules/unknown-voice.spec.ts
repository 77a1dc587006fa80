import { describe, expect, it } from 'vitest';
import { findActionItems } from './action-items.rules.js';
import { talkOf } from './talk.fixture.js';

/** What is found in a talk of which nobody knows who says what: every line is of the one unknown voice. */
const tasksIn = (script: string) =>
  findActionItems(talkOf(script.replace(/^\s*/gm, '?: '))).items.map(({ description }) => description);

describe('a promise of an unknown voice', () => {
  it('is nobody’s when nothing tells whose it is', () => {
    expect(
      tasksIn(`Portugal is lovely in May.
        I have to renew my passport by the fifteenth.
        Lucky you.
        I will repair the door of the shed on Friday.`),
    ).toEqual([]);
  });

  it.each([
    [
      'a question that asks for something',
      'Could you tell me your new address?\nOf course, I will send you the address tonight.',
      'Send the address',
    ],
    ['a request', 'Could you bring the spare key?\nSure, I will bring the spare key.', 'Bring the spare key'],
    [
      'a need',
      'You know that we have to order the cake.\nThen I will order the cake tomorrow.',
      'Order the cake',
    ],
    [
      'what was brought up',
      'You mean the hall is free. And the scanners?\nThey are almost empty.\nI will charge the scanners on Thursday evening.',
      'Charge the scanners',
    ],
    [
      'what was told of, once it is taken up',
      'They are asking for a list of the pills, neatly typed.\nThen I will type the list of pills by Sunday.',
      'Type the list of pills',
    ],
    [
      'what is broken',
      'The lamp on the landing flickers all day.\nOh dear.\nI will ring the electrician about the lamp today.',
      'Ring the electrician about the lamp',
    ],
  ])('is the owner’s in answer to %s', (_, script, task) => {
    expect(tasksIn(script)).toEqual([task]);
  });

  it.each([
    [
      'seating plan',
      'Would you draw up the seating plan?\nThe guests need it.\nBy Thursday.\nThe seating plan, by Thursday.',
    ],
    [
      'apron sizes',
      'Could you email the apron sizes?\nWe have three.\nLarge and small.\nThe apron sizes by Monday, sure.',
    ],
  ])('is one too when it says again, after a while, what was asked: the %s', (thing, script) => {
    expect(tasksIn(script).join()).toContain(thing);
  });

  it('is nobody’s in answer to a question about a thing', () => {
    expect(tasksIn('Are there other blankets?\nOf course.\nI will put out the blankets.')).toEqual([]);
  });

  it('is anybody’s once the request before it was answered', () => {
    expect(
      tasksIn(`We need a quote for the storage, you know that. Who calls the company?
        I can call the company tomorrow and ask for a quote.
        I will repair the door of the loading dock before the end of the month.`).join(),
    ).not.toMatch(/repair/i);
  });

  it('is not known to be the owner’s when work is shared out', () => {
    expect(
      tasksIn(`How about this, you two.
        I draw the drainage plan, and you call the permit office.
        Deal.
        I will call the permit office this afternoon.`),
    ).toEqual([]);
  });

  it('counts where one person speaks to himself, with questions and answers of his own', () => {
    const note = `Right.
      Talking to myself in the car again.
      The rent for the allotment, I have to pay the rent by Friday.
      What else?
      The choir folder is still under my bed.
      I was going to sign up for pottery.
      Too expensive.
      The shed lock is stuck.
      They have been growing for weeks.
      I will plant the potatoes on Sunday.
      Funny, though.
      Nothing calms me down like digging.
      Okay, home.`;
    expect(tasksIn(note)).toEqual(expect.arrayContaining(['Pay the rent', 'Plant the potatoes']));
  });

  it('counts where one person speaks to himself for long and once says “you” to himself', () => {
    const note = `Now then, brain, let me empty you out.
      The kettle is on.
      My dog licence has to be renewed.
      I will renew the licence on Monday.
      Next, the roof.
      I have to call the roofer tomorrow.
      It leaks over my desk.
      And the garage is a mess.
      My bike is under the boxes.
      I sold the old one in spring.
      The new one is red.
      Off I go, then.`;
    expect(tasksIn(note)).toEqual(expect.arrayContaining(['Renew the dog licence', 'Call the roofer']));
  });
});

describe('a promise for a day that somebody waits for', () => {
  it.each([
    [
      'Your ladder has been in my cellar since May.\nI will bring it back to you on Sunday.',
      'Bring the ladder back',
    ],
    ['You missed a lot.\nI will email you the photos tonight.', 'Email the photos'],
    [
      'You look cold. The heating is off again.\nI will ring the landlord tomorrow.\nThat is kind of you.',
      'Ring the landlord',
    ],
    ['I still have your drill, by the way.\nYou will get the drill back on Monday.', 'Return the drill'],
  ])('is taken for the owner’s: %j', (talk, task) => expect(tasksIn(talk)).toEqual([task]));

  it.each([
    ['You know me.\nI am printing all day tomorrow.\nFor your exhibition, right?'],
    ['Everything is growing.\nI will paint the fence on Sunday.\nWith the green paint?\nYou know me.'],
  ])('is nobody’s when it is the speaker’s own affair: %j', (talk) => expect(tasksIn(talk)).toEqual([]));
});
