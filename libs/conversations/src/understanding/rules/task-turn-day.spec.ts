import { describe, expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

const answered = (text: string) => tasksIn(`Anna: What about the brushes?\nSam: ${text}`);

describe('the one day that the turn of a deed names', () => {
  it.each([
    ["I'm in town tomorrow anyway. I'll buy the brushes.", ['Buy the brushes @ 2026-03-06']],
    ["I'll buy the brushes. Tomorrow I am in town anyway.", ['Buy the brushes @ 2026-03-06']],
    ["I'm off on Saturday. I'll buy the brushes.", ['Buy the brushes @ 2026-03-07']],
    ["The shop has its sale on Monday. I'll buy the brushes.", ['Buy the brushes @ 2026-03-09']],
  ])('is the day of the deed: %s', (said, tasks) => expect(answered(said)).toEqual(tasks));

  it.each([
    ["I was in town on Monday. I'll buy the brushes.", ['Buy the brushes']],
    ["He is away until Monday. I'll buy the brushes.", ['Buy the brushes']],
    ["I'm off on Saturday. I'll buy the brushes right after this call.", ['Buy the brushes']],
    ["I'm off on Saturday and on Sunday. I'll buy the brushes.", ['Buy the brushes']],
  ])('is not, when it is over, of another, one of two, or the deed has its own time: %s', (said, tasks) =>
    expect(answered(said)).toEqual(tasks),
  );
});
