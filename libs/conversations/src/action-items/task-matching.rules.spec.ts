import { describe, expect, it } from 'vitest';
import { isSameTask, sharedWords } from './task-matching.rules.js';

/** An open task and one that was just spoken of, as a person would judge them. */
const SAME: readonly (readonly [string, string])[] = [
  ['Send the report to Karen', 'send the report to Karen'],
  ['Buy milk', 'Pick up milk'],
  ['Buy milk and eggs', 'Buy eggs'],
  ['Call the dentist', 'Phone the dentist'],
  ['Book a dentist appointment', 'Book the dentist'],
  ['Book the dentist', 'Schedule a dentist appointment'],
  ['Repair the garden fence', 'Fix the garden fence'],
  ['Renew the car insurance', 'Renew car insurance'],
  ['Email the signed contract to Priya', 'Send Priya the signed contract'],
  ['Water the plants every Monday', 'Water the plants every Monday'],
  ['Pick up the kids from school', 'Pick the children up from school'],
  ['Finish the slides for the board meeting', 'Complete the board meeting slides'],
  ['Call Mom back', 'Call Mom'],
];
const DIFFERENT: readonly (readonly [string, string])[] = [
  ['Send the report to Karen', 'Send the report to Tom'],
  ['Call the dentist', 'Call the plumber'],
  ['Buy milk', 'Buy milk and eggs'],
  ['Send the budget report to the client', 'Send the sales report to the client'],
  ['Water the plants', 'Water the plants again'],
  ['Pay the rent', 'Pay the rent every month'],
  ['Order 2 monitors', 'Order 3 monitors'],
  ['Call Tom', 'Call Tom about the invoice'],
  ['Book a flight to Rome', 'Book a hotel in Rome'],
  ['Review the first draft', 'Review the second draft'],
  ['Fix the kitchen tap', 'Fix the bathroom tap'],
  ['Buy a present for Anna', 'Buy a present for the wedding'],
  ['Cancel the gym membership', 'Renew the gym membership'],
  ['Go for a run', 'Run the tests'],
];
const undated = (description: string) => ({ description, due_at: null });

describe('a task that is spoken of again', () => {
  it.each(SAME)('is the open one: %s / %s', (open, found) => {
    expect(isSameTask(undated(open), undated(found))).toBe(true);
  });

  it.each(DIFFERENT)('is another one: %s / %s', (open, found) => {
    expect(isSameTask(undated(open), undated(found))).toBe(false);
  });

  it('is another one with another deadline, and the same when only one of them has any', () => {
    const friday = { description: 'Pay the rent', due_at: new Date('2026-03-06T22:59:00Z') };
    const fridayAtNine = { ...friday, due_at: new Date('2026-03-06T08:00:00Z') };
    const monday = { ...friday, due_at: new Date('2026-03-09T22:59:00Z') };
    expect([fridayAtNine, monday, undated('Pay the rent')].map((found) => isSameTask(friday, found))).toEqual(
      [true, false, true],
    );
  });

  it('shares nothing when nothing of it has a matter', () => {
    expect(sharedWords('Do it', 'Do it')).toBe(0);
  });
});
