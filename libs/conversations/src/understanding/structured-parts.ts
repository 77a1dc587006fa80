import { type ActionItem, type CalendarEvent, type SummarySection } from '#libs/contracts';
import { type ActionItemDraft } from './action-items.task.js';
import { type EventDraft } from './event-draft.js';
import { instantOf } from './local-times.js';
import { type SectionDraft } from './notes.task.js';

export function toActionItem(item: ActionItemDraft, timeZone: string): ActionItem {
  return {
    description: item.description,
    completed: false,
    created_at: null,
    updated_at: null,
    due_at: item.due === null ? null : instantOf(item.due, timeZone),
    completed_at: null,
    conversation_id: null,
    source_segment_ids: item.segment_ids,
  };
}

export function toEvent(event: EventDraft, timeZone: string): CalendarEvent {
  return {
    title: event.title,
    description: event.description,
    start: instantOf(event.start, timeZone),
    duration: event.duration_minutes,
    created: false,
    source_segment_ids: event.segment_ids,
  };
}

export function toSection(section: SectionDraft): SummarySection {
  const { heading, body_markdown, kind, segment_ids } = section;
  return { heading, body_markdown, kind, source_segment_ids: segment_ids };
}

/** Dated ones first, then by name. */
export function byDueDate(left: ActionItem, right: ActionItem): number {
  const [a, b] = [left.due_at?.getTime() ?? Infinity, right.due_at?.getTime() ?? Infinity];
  return a === b ? left.description.localeCompare(right.description) : a - b;
}

/** What is said in two parts of a conversation is one matter: the later word counts. */
export function withoutRepeats<T>(all: readonly T[], keyOf: (item: T) => string): T[] {
  const kept = new Map<string, T>();
  for (const item of all) kept.set(keyOf(item), item);
  return [...kept.values()];
}

export function taskKey({ description }: ActionItemDraft): string {
  return description
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export function eventKey({ title, start }: EventDraft): string {
  return `${title.toLowerCase()} ${start.slice(0, 10)}`;
}
