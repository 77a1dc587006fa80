import { describe, expect, it } from 'vitest';
import { TIME_ZONE } from '../testing/evidence-builder.js';
import { readQuestion } from './question.rules.js';
import { statementIn } from './statement.rules.js';

const state = (question: string, ...texts: string[]) =>
  statementIn(readQuestion(question, Date.parse('2026-06-01T12:00:00-05:00'), TIME_ZONE), texts);

describe('statementIn', () => {
  it('cuts out the clause that states what is asked about somebody', () => {
    expect(state('What does Martin collect?', 'Careful, Martin collects stamps, as you know.')).toBe(
      'Martin collects stamps.',
    );
  });

  it('states nothing out of a question, or out of a clause that says only a part', () => {
    expect(state('What does Martin collect?', 'Martin collects stamps?')).toBe('');
    expect(state('What does Martin collect?', 'Martin is here.')).toBe('');
  });
});
