import { describe, expect, it } from 'vitest';
import { manualRow } from './action-item.rules.js';
import { nextReminderStep } from './reminder.rules.js';

const NOW = new Date('2026-03-05T16:00:00Z');
const TOMORROW = new Date('2026-03-06T16:00:00Z');
const task = manualRow('t1', { description: 'Buy milk', due_at: TOMORROW }, NOW);
const reminder = { due_at: TOMORROW, description: 'Buy milk', fired: false };
const step = (fields: Partial<typeof task>) => nextReminderStep({ ...task, ...fields }, NOW.getTime());

describe('what clients are told of a due date', () => {
  it('is a reminder when there is a date, and an update when it or the words change', () => {
    expect(step({})).toEqual({ kind: 'tell', type: 'action_item_reminder', reminder });
    const other = { ...reminder, description: 'Buy oat milk' };
    expect(step({ reminder: other })).toMatchObject({ kind: 'tell', type: 'action_item_update' });
    expect(step({ reminder: { ...reminder, due_at: NOW } })).toMatchObject({ kind: 'tell', reminder });
  });

  it('is nothing when they know it', () => {
    expect(step({ reminder })).toEqual({ kind: 'nothing' });
    expect(step({ reminder: { ...reminder, fired: true } })).toEqual({ kind: 'nothing' });
  });

  it('is never anything of a completed or undated task but that it is over', () => {
    for (const fields of [{ completed: true }, { due_at: null }]) {
      expect(step(fields)).toEqual({ kind: 'nothing' });
      expect(step({ ...fields, reminder })).toEqual({ kind: 'forget' });
    }
  });

  it('is nothing when the date was past before anybody could know it', () => {
    expect(step({ due_at: new Date('2026-03-01T00:00:00Z') })).toMatchObject({ kind: 'too_late' });
  });
});
