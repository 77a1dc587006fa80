import { describe, expect, it } from 'vitest';
import { talkOf } from './talk.fixture.js';
import { answeringNames, prepareTalk } from './talk.js';
import { topicsOf } from './topics.js';

it('a transcript is read once, and so are its topics, however many rules ask', () => {
  const input = talkOf('Karen: The stage for the festival is ordered.\nSam: Good. We need a permit.');
  expect(prepareTalk(input)).toBe(prepareTalk(input));
  expect(topicsOf(prepareTalk(input))).toBe(topicsOf(prepareTalk(input)));
  expect(prepareTalk({ ...input })).not.toBe(prepareTalk(input));
});

describe('the names of those who talk in a larger company', () => {
  const namesIn = (script: string) => Object.fromEntries(answeringNames(prepareTalk(talkOf(script)).lines));

  it('are those by which the owner calls who answers', () => {
    expect(
      namesIn(`A: Sit anywhere.
B: The kettle is on.
Sam: Helen, I still have your ladder!
A: Keep it until Friday.`),
    ).toEqual({ 'Speaker 1': 'Helen' });
  });

  it('stay unknown when two answer to one name, or who answers calls it as well', () => {
    expect(
      namesIn(`Sam: Helen, did you sleep?
A: Like a log.
Sam: Helen, and you?
B: Not at all.`),
    ).toEqual({});
    expect(
      namesIn(`Sam: Helen, did you sleep?
A: She is still upstairs.
B: I can fetch her.
A: Helen, come down!`),
    ).toEqual({});
  });
});

it.each([
  ['We eat at one, Are you coming?', ['We eat at one.', 'Are you coming?']],
  ['I painted it, Then it rained.', ['I painted it.', 'Then it rained.']],
  ['Bring it back, Thomas, or keep it.', ['Bring it back, Thomas, or keep it.']],
])('hears two sentences where a recognizer put a comma between two voices: %s', (heard, sentences) => {
  expect(prepareTalk(talkOf(`?: ${heard}`)).lines.map(({ text }) => text)).toEqual(sentences);
});
