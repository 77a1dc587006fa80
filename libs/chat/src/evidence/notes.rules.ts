import { findDates, localTimeOf } from '#libs/ai';
import type { Conversation } from '#libs/contracts';
import { NOTHING_NOTED, type TurnNotes } from './turns-of-segment.rules.js';

/** What was understood from a conversation, by the segment where it was settled. */
export function notesOf(conversation: Conversation, timeZone: string): Map<string, TurnNotes> {
  const { action_items, events } = conversation.structured;
  const notes = new Map<string, TurnNotes>();
  const note = (at: string | undefined, text: string, eventAtMs: number | null) => {
    if (at === undefined) return;
    const before = notes.get(at) ?? NOTHING_NOTED;
    notes.set(at, { noted: `${before.noted} ${text}`.trim(), eventAtMs: eventAtMs ?? before.eventAtMs });
  };
  for (const { source_segment_ids, description } of action_items)
    note(source_segment_ids.at(-1), description, null);
  for (const { source_segment_ids, title, start } of events) {
    const settledAt = lastNaming(start, source_segment_ids, { conversation, timeZone });
    note(settledAt ?? source_segment_ids.at(-1), title, start.getTime());
  }
  return notes;
}

/** The last of some segments that names the day of an appointment: an "agreed" after it tells a reader nothing. */
function lastNaming(
  instant: Date,
  segmentIds: readonly string[],
  { conversation, timeZone }: { readonly conversation: Conversation; readonly timeZone: string },
): string | undefined {
  const { day } = localTimeOf(instant.getTime(), timeZone);
  const saidAt = { startedAtMs: conversation.started_at.getTime(), timeZone };
  const naming = conversation.transcript_segments.filter(
    ({ id, text }) =>
      segmentIds.includes(id) && findDates(text, saidAt).some((mention) => mention.day === day),
  );
  return naming.at(-1)?.id;
}
