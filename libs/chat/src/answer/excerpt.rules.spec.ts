import { describe, expect, it } from 'vitest';
import { aConversation, TIME_ZONE } from '../testing/evidence-builder.js';
import { excerptsOf } from './excerpt.rules.js';
import { readQuestion } from './question.rules.js';

const excerptFrom = (question: string, text: string) =>
  excerptsOf(
    readQuestion(question, Date.parse('2026-06-01T12:00:00-05:00'), TIME_ZONE),
    aConversation('talk', '2026-05-04T10:00:00-05:00', [['You', text]]),
  )(text);

describe('excerptsOf', () => {
  it('keeps the sentence that answers and at most one neighbour', () => {
    const text = 'It rained all day. The kayak is blue. We saw a heron. Lunch was late.';
    expect(excerptFrom('Which color is the kayak?', text)).toBe('The kayak is blue. We saw a heron.');
  });

  it('never repeats a secret that was said', () => {
    const text = 'The locker is by the door. The code is four nine one seven.';
    expect(excerptFrom('Where is the locker?', text)).toBe('The locker is by the door.');
  });
});
