import { describe, expect, it } from 'vitest';
import { TIME_ZONE } from '../testing/evidence-builder.js';
import { periodOf } from './period.rules.js';

const NOW = Date.parse('2026-06-03T12:00:00-05:00'); // a Wednesday
const daysOf = (question: string) => {
  const period = periodOf(question, NOW, TIME_ZONE);
  return period && [new Date(period.fromMs).toISOString(), new Date(period.toMs + 1).toISOString()];
};

describe('periodOf', () => {
  it.each([
    ['yesterday', 'What did I say yesterday?', '2026-06-02', '2026-06-03'],
    ['last week, Monday to Sunday', 'Who called last week?', '2026-05-25', '2026-06-01'],
    ['this week', 'Who called this week?', '2026-06-01', '2026-06-08'],
    ['last weekend', 'What did we do last weekend?', '2026-05-30', '2026-06-01'],
    ['last month', 'What was decided last month?', '2026-05-01', '2026-06-01'],
    ['a named day', 'What was said on May 12?', '2026-05-12', '2026-05-13'],
  ])('reads %s in the zone of the owner', (_name, question, first, after) => {
    expect(daysOf(question)).toEqual([`${first}T05:00:00.000Z`, `${after}T05:00:00.000Z`]);
  });

  it('is null without a time, and for one to come', () => {
    expect(periodOf('Where is my bicycle?', NOW, TIME_ZONE)).toBeNull();
    expect(periodOf('What happens tomorrow?', NOW, TIME_ZONE)).toBeNull();
  });
});
