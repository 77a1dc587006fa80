import { expect, it } from 'vitest';
import { thingsNamedIn } from './named-things.js';
import { talkOf } from './talk.fixture.js';
import { prepareTalk } from './talk.js';
import { timeless } from './timeless-words.js';

function lineOf(text: string) {
  return prepareTalk(talkOf(`Sam: ${text}`)).lines[0]!;
}

it.each([
  ['I will bring the ladder on Saturday at nine.', ['ladder']],
  ['The plumber looks at the boiler tomorrow.', ['plumber', 'boiler']],
])('what a sentence names leaves out its days and times: %s', (text, things) =>
  expect(thingsNamedIn(lineOf(text))).toEqual(things),
);

it('a day that owns a thing stays with it', () => {
  expect(timeless(lineOf("Friday's lunch is at the Crown on Sunday."))).toContain("Friday's lunch");
});
