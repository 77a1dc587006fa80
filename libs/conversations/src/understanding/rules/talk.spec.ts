import { expect, it } from 'vitest';
import { talkOf } from './talk.fixture.js';
import { prepareTalk } from './talk.js';
import { topicsOf } from './topics.js';

it('a transcript is read once, and so are its topics, however many rules ask', () => {
  const input = talkOf('Karen: The stage for the festival is ordered.\nSam: Good. We need a permit.');
  expect(prepareTalk(input)).toBe(prepareTalk(input));
  expect(topicsOf(prepareTalk(input))).toBe(topicsOf(prepareTalk(input)));
  expect(prepareTalk({ ...input })).not.toBe(prepareTalk(input));
});
