import type { ConversationHead } from '../store/conversation-row.js';
import { PROCESSING_TRIGGERS } from './trigger.rules.js';

/** Facts about a conversation that outrank every judgement of it. */
const REASONS: Readonly<Record<string, (head: ConversationHead) => boolean>> = {
  restored: (head) => Boolean(head.restored_at),
  // More words make nothing trivial that was not.
  kept_before: (head) => head.first_completed_revision !== undefined && !head.discarded,
  // Somebody wrote or sent it: nobody does that for nothing.
  external_text: (head) => head.external_data?.['text'] !== undefined,
  calendar_meeting: (head) => head.external_data?.['calendar_meeting_context'] !== undefined,
  // Whoever took pictures meant something by it.
  has_photos: (head) => (head.photo_count ?? 0) > 0,
};

/** Why a conversation is kept without being judged, a stable word; null when it is to be judged. Source: specification of the pipeline, §1.5. */
export function reasonToKeep(head: ConversationHead): string | null {
  const trigger = head.processing_trigger ?? 'capture_end';
  if (PROCESSING_TRIGGERS[trigger].relevance === 'keep') return trigger;
  return Object.entries(REASONS).find(([, holds]) => holds(head))?.[0] ?? null;
}
