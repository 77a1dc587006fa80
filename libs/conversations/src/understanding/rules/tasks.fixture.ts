import { findActionItems } from './action-items.rules.js';
import { talkOf } from './talk.fixture.js';

/** Tasks as `description @ day`, in the order in which they were last spoken of. The talk is of Thursday, 5 March 2026. */
export function tasksIn(script: string, known: readonly string[] = []): string[] {
  return findActionItems(talkOf(script, known)).items.map(
    ({ description, due }) => `${description}${due ? ` @ ${due.slice(0, 10)}` : ''}`,
  );
}
