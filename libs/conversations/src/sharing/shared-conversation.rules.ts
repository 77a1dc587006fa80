import type { SharedConversation, SharedSegment, TranscriptSegment } from '#libs/contracts';
import type { ConversationHead } from '../store/conversation-row.js';

/** Whether anybody but its owner may see it. */
export function isShared({ visibility, status, discarded }: ConversationHead): boolean {
  return visibility !== 'private' && status === 'completed' && !discarded;
}

/** Names every field that goes out, so that nothing new of a conversation goes with it. */
export function sharedViewOf(
  head: ConversationHead,
  segments: readonly TranscriptSegment[],
): SharedConversation {
  const { structured } = head;
  return {
    id: head.id,
    created_at: head.created_at,
    started_at: head.started_at,
    finished_at: head.finished_at,
    source: head.source,
    language: head.language,
    structured: {
      title: structured.title,
      overview: structured.overview,
      emoji: structured.emoji,
      category: structured.category,
      action_items: structured.action_items.map(({ description, completed, due_at }) => ({
        description,
        completed,
        due_at,
      })),
      events: structured.events.map(({ title, description, start, duration }) => ({
        title,
        description,
        start,
        duration,
      })),
    },
    transcript_segments: segments.map(sharedSegmentOf),
    geolocation: null,
    photos: [],
    audio_files: [],
    people: [],
    visibility: head.visibility,
    status: head.status,
  };
}

function sharedSegmentOf(segment: TranscriptSegment): SharedSegment {
  const { id, text, speaker, speaker_id, is_user, start, end, translations } = segment;
  return { id, text, speaker, speaker_id, is_user, person_id: null, start, end, translations };
}
