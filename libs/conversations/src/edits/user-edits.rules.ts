import type { CalendarEvent, Structured, TranscriptSegment } from '#libs/contracts';
import { withoutPauses } from '#libs/transcription';
import type { ConversationRow } from '../store/conversation-row.js';

const WRITTEN_FIELDS = ['title', 'overview', 'emoji', 'category'] as const;

/** What processing found, with what the owner has written in its place. */
export function keepingEdits(
  { structured: stored, user_edits: edits = {} }: Pick<ConversationRow, 'structured' | 'user_edits'>,
  found: Structured,
): Structured {
  const kept: Record<string, unknown> = {};
  for (const field of WRITTEN_FIELDS) if (edits[field]) kept[field] = stored[field];
  const events = edits.events ? keepingEvents(stored.events, found.events) : found.events;
  return { ...found, ...kept, events };
}

/** An appointment that is in a calendar stays there; one that was found again keeps what is known of it. */
function keepingEvents(stored: readonly CalendarEvent[], found: readonly CalendarEvent[]): CalendarEvent[] {
  const noted = stored.filter(({ created }) => created);
  const others = found.filter((event) => !noted.some((known) => isSame(known, event)));
  return [...noted, ...others].sort((a, b) => a.start.getTime() - b.start.getTime());
}

/** A title may be put in other words the next time; the moment is the appointment. */
function isSame(a: CalendarEvent, b: CalendarEvent): boolean {
  return a.start.getTime() === b.start.getTime();
}

/** Which appointments are in a calendar, by their places in the list. Places that are not there are passed over. */
export function markEvents(
  events: readonly CalendarEvent[],
  marks: readonly { readonly index: number; readonly created: boolean }[],
): CalendarEvent[] {
  const created = new Map(marks.map((mark) => [mark.index, mark.created]));
  return events.map((event, index) => ({ ...event, created: created.get(index) ?? event.created }));
}

type Worded = Pick<ConversationRow, 'transcript_segments' | 'user_edits' | 'translated'>;

/**
 * The fields of a row in which a segment has the words that the owner gave it: they are the owner's from then on, and whatever was a
 * translation of the old ones is none any more. Null when there is no such segment; no fields when it has these words.
 */
export function withSegmentText(row: Worded, segmentId: string, text: string): Partial<Worded> | null {
  const segment = row.transcript_segments.find(({ id }) => id === segmentId);
  if (!segment) return null;
  if (segment.text === text) return {};
  const edited: TranscriptSegment = { ...withoutPauses(segment), text, translations: [] };
  return {
    transcript_segments: row.transcript_segments.map((other) => (other === segment ? edited : other)),
    user_edits: {
      ...row.user_edits,
      segment_ids: [...new Set([...(row.user_edits?.segment_ids ?? []), segmentId])],
    },
    ...untranslated(row, segmentId),
  };
}

function untranslated({ translated }: Worded, segmentId: string): Pick<Worded, 'translated'> {
  if (!translated) return {};
  const lengths = Object.entries(translated.lengths).filter(([id]) => id !== segmentId);
  return { translated: { ...translated, lengths: Object.fromEntries(lengths) } };
}

/** Whether the owner has said what was said at that moment (epoch milliseconds): who hears it again hears the words that were corrected. */
export function isCorrectedAt(
  {
    user_edits,
    started_at,
    transcript_segments,
  }: Pick<ConversationRow, 'user_edits' | 'started_at' | 'transcript_segments'>,
  atMs: number,
): boolean {
  const corrected = new Set(user_edits?.segment_ids);
  const atSeconds = (atMs - started_at.getTime()) / 1_000;
  return transcript_segments.some(
    ({ id, start, end }) => corrected.has(id) && atSeconds >= start && atSeconds <= end,
  );
}
