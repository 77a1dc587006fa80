import { describe, expect, it } from 'vitest';
import { actionItemId, changedByOwner, manualItemId, manualRow } from './action-item.rules.js';

const NOW = new Date(Date.UTC(2026, 2, 5, 16));
const LATER = new Date(NOW.getTime() + 60_000);

describe('ids of tasks', () => {
  it('are the same however a task of a conversation is spelled, and others in another conversation', () => {
    expect(actionItemId('c1', ' Send  the report ')).toBe(actionItemId('c1', 'send the Report'));
    expect(actionItemId('c1', 'Send the report')).not.toBe(actionItemId('c2', 'Send the report'));
  });

  it('are the same for the same words of an owner, and others for another owner or another time', () => {
    const first = manualItemId('ada', 'Buy milk', 0);
    expect(manualItemId('ada', ' buy  MILK ', 0)).toBe(first);
    expect([manualItemId('eve', 'Buy milk', 0), manualItemId('ada', 'Buy milk', 1)]).not.toContain(first);
  });
});

describe('a change by the owner', () => {
  const row = manualRow('t1', { description: 'Buy milk' }, NOW);

  it('is remembered as the owner’s, and has its consequences done', () => {
    expect(changedByOwner(row, { description: 'Buy oat milk', due_at: LATER }, LATER)).toEqual({
      description: 'Buy oat milk',
      due_at: LATER,
      owner_edits: { description: true, due_at: true },
      updated_at: LATER,
      unsettled_since: LATER,
    });
  });

  it('keeps the time of the first completion, and forgets it when the task is opened again', () => {
    const done = { ...row, ...changedByOwner(row, { completed: true }, NOW) };
    expect(changedByOwner(done, { completed: true }, LATER).completed_at).toEqual(NOW);
    expect(changedByOwner(done, { completed: false }, LATER).completed_at).toBeNull();
  });
});
