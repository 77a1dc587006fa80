import type { NotificationData } from '#libs/contracts';
import type { ActionItemRow, TaskReminder } from './action-item-record.js';

/** What has to happen so that clients know of a task's due date what is true. */
export type ReminderStep =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'tell';
      readonly type: 'action_item_reminder' | 'action_item_update';
      readonly reminder: TaskReminder;
    }
  | { readonly kind: 'forget' }
  /** It was due before anybody could be told of it. */
  | { readonly kind: 'too_late'; readonly reminder: TaskReminder };

/** Only what is open and has a date reminds: never a completed, an undated or a deleted task. */
export function isDue(row: ActionItemRow): row is ActionItemRow & { due_at: Date } {
  return !row.completed && row.due_at !== null;
}

/** The difference between a task and what clients were told of it. */
export function nextReminderStep(row: ActionItemRow, nowMs: number): ReminderStep {
  const told = row.reminder ?? null;
  if (!isDue(row)) return told ? { kind: 'forget' } : { kind: 'nothing' };
  const isPast = row.due_at.getTime() <= nowMs;
  const reminder = { due_at: row.due_at, description: row.description, fired: isPast };
  if (told) return updateOf(told, reminder);
  return isPast ? { kind: 'too_late', reminder } : { kind: 'tell', type: 'action_item_reminder', reminder };
}

function updateOf(told: TaskReminder, reminder: TaskReminder): ReminderStep {
  const isSameDate = told.due_at.getTime() === reminder.due_at.getTime();
  if (isSameDate && told.description === reminder.description) return { kind: 'nothing' };
  // Other words for a date that is not over leave its reminder where it was.
  const fired = isSameDate ? told.fired : reminder.fired;
  return { kind: 'tell', type: 'action_item_update', reminder: { ...reminder, fired } };
}

/** As clients are told of a task that is due, in the reference's shape. */
export function reminderData(
  type: 'action_item_reminder' | 'action_item_update',
  id: string,
  { due_at: dueAt, description }: TaskReminder,
): NotificationData {
  return { type, action_item_id: id, description, due_at: dueAt.toISOString() };
}
