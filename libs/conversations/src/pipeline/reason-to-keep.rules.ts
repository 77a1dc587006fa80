import type { ConversationHead } from '../store/conversation-row.js';
import { PROCESSING_TRIGGERS } from './trigger.rules.js';

/** Why a conversation is kept without being judged, a stable word; null when it is to be judged. Source: specification of the pipeline, §1.5. */
export function reasonToKeep(head: ConversationHead): string | null {
  const trigger = head.processing_trigger ?? 'capture_end';
  if (PROCESSING_TRIGGERS[trigger].relevance === 'keep') return trigger;
  if (head.restored_at) return 'restored';
  // Somebody wrote or sent it: nobody does that for nothing.
  if (head.external_data?.['text'] !== undefined) return 'external_text';
  // Whoever took pictures meant something by it.
  return (head.photo_count ?? 0) > 0 ? 'has_photos' : null;
}
