import { expect, it } from 'vitest';
import { findEvents } from './events.rules.js';
import { talkOf } from './talk.fixture.js';

const descriptionsIn = (script: string) =>
  findEvents(talkOf(script)).events.map((event) => event.description);

it('tells what an appointment is about, and its place only once', () => {
  const script = (place: string) => `Anna: When do we go through the budget and the seating plan?
Sam: We take the budget first. Let's have the planning meeting on Saturday at three in the afternoon${place}.
Anna: Saturday at three, agreed.`;
  const [nowhere] = descriptionsIn(script(''));
  const [atHouse] = descriptionsIn(script(' at our house'));
  expect(nowhere).toMatch(/^About .*\bbudget\b/);
  expect(atHouse).toMatch(/^At our house\b/);
  expect(atHouse!.match(/house/g)).toHaveLength(1);
});
