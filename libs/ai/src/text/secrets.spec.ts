import { describe, expect, it } from 'vitest';
import { screenSecrets } from './secrets.js';

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
