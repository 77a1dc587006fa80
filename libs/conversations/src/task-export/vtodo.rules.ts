import ICAL from 'ical.js';
import type { OutgoingTask, TaskField } from './task-exporter.js';

const PRODUCT = '-//Mneme//Tasks//EN';
const ALL_FIELDS: readonly TaskField[] = ['description', 'due', 'completion'];

/** A new calendar object with one task (RFC 5545, §3.6.2). */
export function newTodo(task: OutgoingTask, now: Date): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.updatePropertyWithValue('version', '2.0');
  calendar.updatePropertyWithValue('prodid', PRODUCT);
  const todo = new ICAL.Component('vtodo');
  calendar.addSubcomponent(todo);
  todo.updatePropertyWithValue('uid', task.id);
  todo.updatePropertyWithValue('created', utc(task.createdAt));
  apply(todo, task, ALL_FIELDS, now);
  return calendar.toString();
}

/** The same object with some fields written anew; alarms, notes, categories and whatever else its owner put there stay. Null when it holds no task. */
export function changedTodo(
  text: string,
  change: { readonly task: OutgoingTask; readonly fields: readonly TaskField[] },
  now: Date,
): string | null {
  const calendar = parse(text);
  const todo = calendar?.getFirstSubcomponent('vtodo');
  if (!calendar || !todo) return null;
  apply(todo, change.task, change.fields, now);
  const sequence = Number(todo.getFirstPropertyValue('sequence') ?? 0);
  todo.updatePropertyWithValue('sequence', Number.isInteger(sequence) ? sequence + 1 : 1);
  return calendar.toString();
}

/** Whether a task is done, by any of the three ways that clients say it; null when the text holds no task. */
export function isTodoCompleted(text: string): boolean | null {
  const todo = parse(text)?.getFirstSubcomponent('vtodo');
  if (!todo) return null;
  const status = todo.getFirstPropertyValue('status')?.toString().toUpperCase();
  if (status !== undefined) return status === 'COMPLETED';
  return todo.hasProperty('completed') || Number(todo.getFirstPropertyValue('percent-complete') ?? 0) === 100;
}

function apply(todo: ICAL.Component, task: OutgoingTask, fields: readonly TaskField[], now: Date): void {
  if (fields.includes('description')) todo.updatePropertyWithValue('summary', task.description);
  if (fields.includes('due')) setDue(todo, task.dueAt);
  if (fields.includes('completion')) setCompletion(todo, task, now);
  todo.updatePropertyWithValue('dtstamp', utc(now));
  todo.updatePropertyWithValue('last-modified', utc(now));
}

function setDue(todo: ICAL.Component, dueAt: Date | null): void {
  // A time of the owner's own clock would carry its zone; ours is an instant.
  todo.removeAllProperties('due');
  if (dueAt) todo.addPropertyWithValue('due', utc(dueAt));
}

function setCompletion(todo: ICAL.Component, task: OutgoingTask, now: Date): void {
  todo.updatePropertyWithValue('status', task.completed ? 'COMPLETED' : 'NEEDS-ACTION');
  todo.removeAllProperties('completed');
  todo.removeAllProperties('percent-complete');
  if (!task.completed) return;
  todo.updatePropertyWithValue('completed', utc(task.completedAt ?? now));
  todo.updatePropertyWithValue('percent-complete', 100);
}

function utc(at: Date): ICAL.Time {
  return ICAL.Time.fromJSDate(at, true);
}

function parse(text: string): ICAL.Component | null {
  try {
    return new ICAL.Component(ICAL.parse(text) as unknown[] as never);
  } catch {
    return null;
  }
}
