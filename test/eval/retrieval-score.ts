import type { RetrievalQuestion } from './retrieval-file.js';

/** What one way of searching answered to a question, best first. */
export interface Answered {
  readonly question: RetrievalQuestion;
  readonly sessions: readonly number[];
  readonly turns: readonly string[];
}

export interface RetrievalFigures {
  readonly questions: number;
  readonly session: { readonly at5: number; readonly at10: number };
  readonly turn: { readonly at5: number; readonly at10: number; readonly at20: number };
}

/** Means over questions of the share of the evidence that is among the first few. */
export function figuresOf(
  answers: readonly Answered[],
  sessionOf: (question: RetrievalQuestion, turn: string) => number,
): RetrievalFigures {
  const mean = (share: (answered: Answered) => number) =>
    answers.reduce((sum, answered) => sum + share(answered), 0) / answers.length;
  const ofSessions = (count: number) =>
    mean(({ question, sessions }) => {
      const wanted = question.evidence.map((turn) => sessionOf(question, turn));
      return recall(sessions, [...new Set(wanted)], count);
    });
  const ofTurns = (count: number) => mean(({ question, turns }) => recall(turns, question.evidence, count));
  return {
    questions: answers.length,
    session: { at5: ofSessions(5), at10: ofSessions(10) },
    turn: { at5: ofTurns(5), at10: ofTurns(10), at20: ofTurns(20) },
  };
}

/** The share of what is wanted that is among the first `count`. */
export function recall<T>(ranked: readonly T[], wanted: readonly T[], count: number): number {
  const first = new Set(ranked.slice(0, count));
  return wanted.filter((one) => first.has(one)).length / wanted.length;
}
