import { expect, it } from 'vitest';
import { addresseeOf } from './addressees.js';
import { talkOf } from './talk.fixture.js';
import { prepareTalk } from './talk.js';

const calledIn = (text: string) => addresseeOf(prepareTalk(talkOf(`Sam: ${text}`)).lines[0]!);

it.each([
  ['And Gareth, could you bring the list?', 'Gareth'],
  ['Okay, so Anna, what about the flowers?', 'Anna'],
  ['Lovely to hear from you, Peter.', 'Peter'],
  ['THANKS, Maria, that helps.', 'Maria'],
  ['Well, Dad, are you coming?', 'Dad'],
])('hears who is called in "%s"', (text, name) => expect(calledIn(text)).toBe(name));

it.each(['So, Anna.', 'Right, Hannah.', 'Next, Peter', 'Yes, Monday.', 'And Gareth brings the list.'])(
  'hears nobody called in "%s"',
  (text) => expect(calledIn(text)).toBeNull(),
);
