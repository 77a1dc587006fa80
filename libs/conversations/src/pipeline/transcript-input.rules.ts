import type { Conversation, TranscriptInput, TranscriptSegment, TranscriptTurn } from '#libs/contracts';

/** What is known of the person whose conversation it is. */
export interface OwnerContext {
  readonly timeZone: string;
  readonly ownerName: string | null;
}

/**
 * Whether the owner speaks in a segment. Only a transcript in which somebody was recognized as the owner tells the others apart;
 * without that, anyone may be speaking, and the answer is null.
 */
export function ownerSpeaks(segment: { readonly is_user: boolean }, ownerIsKnown: boolean): boolean | null {
  return ownerIsKnown ? segment.is_user : null;
}

export function isOwnerKnown(segments: readonly { readonly is_user: boolean }[]): boolean {
  return segments.some((segment) => segment.is_user);
}

/** A conversation as language tasks see it: one turn per segment that has words. */
export function transcriptInputOf(conversation: Conversation, owner: OwnerContext): TranscriptInput {
  const ownerIsKnown = isOwnerKnown(conversation.transcript_segments);
  return {
    turns: conversation.transcript_segments
      .filter((segment) => segment.text.trim() !== '')
      .map((segment) => turnOf(segment, ownerIsKnown)),
    startedAtMs: conversation.started_at.getTime(),
    timeZone: owner.timeZone,
    language: conversation.language ?? 'en',
    ownerName: owner.ownerName,
  };
}

function turnOf(segment: TranscriptSegment, ownerIsKnown: boolean): TranscriptTurn {
  return {
    segmentIds: [segment.id],
    speaker: segment.is_user ? 'You' : `Speaker ${segment.speaker_id}`,
    isUser: ownerSpeaks(segment, ownerIsKnown),
    text: segment.text,
    start: segment.start,
    end: segment.end,
  };
}
