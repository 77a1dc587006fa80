import { describe, expect, it } from 'vitest';
import { screenSecrets } from './secrets.js';
import { splitSentences } from './sentences.js';

describe('a screen for secrets', () => {
  const screen = screenSecrets([
    'The card number is four four one seven, nine zero two two, one one three eight, six five zero four.',
    'And the security code?',
    'Two nine one.',
    'The password for the wireless internet is bluebird seventy-one.',
    'The code for the key box is 8639.',
    'The rest is 140 dollars.',
  ]);

  it.each([
    'nine zero two two',
    'the card 4417 9022 1138 6504',
    'Enter 2-9-1',
    'Blue bird 71',
    'The wifi is called bluebird',
    'Open the box with eight six three nine',
  ])('finds what was said in "%s"', (text) => expect(screen.taints(text)).toBe(true));

  it.each([
    'Transfer the 140 dollars',
    'Two adults and one child',
    'Thursday the second of April at half past eight',
    'The cabin by the water',
  ])('lets "%s" pass', (text) => expect(screen.taints(text)).toBe(false));
});

it.each([
  ['My PIN is 5 5 2 1', 'five five two one'],
  ['The alarm code is double seven three', '773'],
  ['His social security number is 078 05 1120', '078051120'],
  ['The password for the router is Tulip', 'TULIP'],
  ['The number for the front door is three nine seven two', 'The door opens with 3972'],
  ['And the digits on the back are six nine four', '694'],
  ['There is a keypad, four four zero nine', '4409'],
  ['At the gate you punch in eight one five', 'eight one five'],
  ['To get online, type in marigold forty-six', 'Marigold 46'],
  ['For the wi-fi you enter lantern and a hash', 'lantern'],
  ['The network is heron eighty-eight', 'heron'],
])('hears the secret in "%s"', (said, repeated) => {
  expect(screenSecrets([said]).taints(repeated)).toBe(true);
});

it.each([
  'Testing, one two three four five six seven',
  'The dress code is casual',
  'The password is wrong',
  'We counted 120 chairs',
  'I was born in 1984',
  'The wifi is terribly slow',
  'Log in and use your own name',
  'Our house is number 118 on the left',
  'The number of guests is 140',
])('takes nothing in "%s" for a secret', (said) => expect(screenSecrets([said]).taints(said)).toBe(false));

describe('of codes as people dictate them', () => {
  it.each([
    ['told without the word', "It's oh eight one five for the side door", 'Side door 0815'],
    ['said to a machine', 'You just punch seven seven three two into the box by the meter', '7732'],
    ['in pairs', "The door code's forty-two sixteen", 'Tell the cleaner 4216'],
    ['as a year', 'The PIN is nineteen eighty-four', 'tell Marta nineteen eighty-four'],
    ['as an amount', 'The code is four thousand two hundred and eighteen', '4218'],
    ['with code words', 'The gate code is Tango Delta niner four', 'tango delta'],
    ['with letters', 'The key safe by the back door is C one four five Y', 'C145Y'],
    ['turned left and right', "Her locker's combination: thirty-one, seven, nineteen", '31 7 19'],
    ['set on a lock', "The padlock on the shed's set to eight one six", '816'],
    ['to somebody else', "Tell the cleaner it's nine nine one two", 'nine nine one two'],
    ['by its ends', 'My PIN ends in eighty-two', 'ends in 82'],
    ['as a birthday', "You get in with my granddaughter's birthday, oh four one two", '0412'],
    ['as pairs of a card', 'His card is forty-four seventeen, ninety ninety-two, eleven oh six', '4417'],
    ['with a short form of "is"', "My login's at the top and the password's Sunflower22", 'sunflower 22'],
    ['as the answer to a question', 'And the password? Marigold forty-six', 'marigold'],
    [
      'as an answer that is looked for',
      'And the secret word on it? Um, it’s, hang on, cormorant',
      'cormorant',
    ],
    ['after a moment', 'Your memorable word, please? Let me see, one second, foxglove', 'foxglove'],
    ['as a phrase', 'The passphrase is purple elephants dance at noon', 'Elephants'],
    ['before its name', 'Use hunter two as the password', 'hunter two'],
    ['after an aside', "The router's password, it's on the sticker, is otter dash lamp", 'otter'],
    ['letter by letter', 'The password is spelled t, r, o, u, t', 'trout'],
    ['in capitals', "For the wifi it's capital B, lowercase r, seven, dollar sign, k", 'Wifi, Capital B'],
    ['as a memorable word', 'They will ask for the memorable word. It is Dunmore', 'Dunmore'],
    ['before one says what it is', 'Four two one seven. That is the code for the garage', '4217'],
    ['by the name of a network', "Our wifi's thistledown ninety-one", 'thistledown'],
  ])('knows one %s', (_, said, repeated) => {
    expect(screenSecrets(splitSentences(said).map(({ text }) => text)).taints(repeated)).toBe(true);
  });

  it.each([
    'Put nine hundred and fifty on the card, please',
    "I'll ring the vet at four fifteen about the gate",
    'The garage wants two hundred and forty for the brakes',
    'The safe bet is the ten forty train',
    'Reset the password for the booking site tomorrow',
    'Print thirty-five copies of the code of conduct',
    'The lift has been out since twenty twenty-four',
    'Flight two one four six leaves from gate twelve',
  ])('hears none in "%s"', (said) => expect(screenSecrets([said]).taints(said)).toBe(false));

  it('leaves a word of a passphrase alone that the talk uses for other things', () => {
    const screen = screenSecrets([
      'The passphrase is seven brown horses in the rain',
      'Could you feed the horses?',
    ]);
    expect(screen.taints('Feed the horses')).toBe(false);
    expect(screen.taints('Seven brown horses')).toBe(true);
  });
});
