import { describe, expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

describe('the heading of a matter', () => {
  it.each([
    [
      'Anna: Next, the microscope. Somebody has to ring the repair people.\nSam: Leave it to me, I will ring them tomorrow.',
      ['Ring the repair people (microscope) @ 2026-03-06'],
    ],
    [
      'Anna: That leaves a hundred and eighty.\nSam: A hundred and eighty by the twentieth. I will make a bank transfer.',
      ['Make a bank transfer (hundred and eighty) @ 2026-03-20'],
    ],
    [
      'Anna: And the rest?\nSam: Ninety euros, I will make the transfer tomorrow.',
      ['Make the transfer (Ninety euros) @ 2026-03-06'],
    ],
  ])('tells what a deed is about whose own words do not: %s', (script, tasks) =>
    expect(tasksIn(script)).toEqual(tasks),
  );

  it.each([
    ['Sam: The jerseys. I will wash the jerseys tomorrow.', ['Wash the jerseys @ 2026-03-06']],
    [
      'Anna: The lower pitch?\nSam: The lower pitch. I will book a coach tomorrow.',
      ['Book a coach @ 2026-03-06'],
    ],
  ])('is left out when they do, or when it is an answer: %s', (script, tasks) =>
    expect(tasksIn(script)).toEqual(tasks),
  );
});
