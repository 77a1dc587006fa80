import { expect, it } from 'vitest';
import { talkOf } from './talk.fixture.js';
import { prepareTalk } from './talk.js';

/** The days of a talk that begins on Thursday, 5 March 2026, sentence by sentence. */
function daysOf(...sentences: string[]): (string | null)[] {
  const { lines } = prepareTalk(talkOf(sentences.map((sentence) => `Sam: ${sentence}`).join('\n')));
  return lines.flatMap(({ dates }) => dates.map(({ day }) => day));
}

it.each([
  [
    'a weekday is the one that was named in full',
    ['On Tuesday the twenty-fourth.', 'Tuesday is fine.'],
    ['2026-03-24', '2026-03-24'],
  ],
  [
    '"that Friday" is it, too',
    ['On Friday the twentieth?', 'On that Friday I am away.'],
    ['2026-03-20', '2026-03-20'],
  ],
  [
    'a number is the day of the month that was named',
    ['On the eighth of May.', 'On the eighth.'],
    ['2026-05-08', '2026-05-08'],
  ],
  [
    '"the Saturday after" follows the day that was named last',
    ['This Saturday?', 'The Saturday after.'],
    ['2026-03-07', '2026-03-14'],
  ],
  [
    '"the following Monday" does so, too',
    ['On Friday the thirteenth.', 'The following Monday at ten.'],
    ['2026-03-13', '2026-03-16'],
  ],
  [
    'a weekday that was only implied stays the next one',
    ['I was there this morning.', 'Thursday at ten.'],
    ['2026-03-05', '2026-03-12'],
  ],
])('%s', (_, sentences, days) => expect(daysOf(...sentences)).toEqual(days));
