import { screenSecrets, splitSentences } from '#libs/ai';
import type { Conversation, Memory, MemoryEvidence, TranscriptSegment } from '#libs/contracts';
import type { Passage } from '#libs/conversations';
import type { CitedSource } from '../citations/citation-registry.js';

export function sourceOfPassage(passage: Passage): CitedSource {
  const spoken = passage.kind === 'speech';
  return {
    kind: 'conversation',
    conversation_id: passage.conversationId,
    memory_id: null,
    segment_ids: [...passage.segmentIds],
    start: spoken ? passage.start : null,
    end: spoken ? passage.end : null,
    title: passage.title,
    quote: passage.text,
  };
}

/** A stretch of a conversation's segments, or the conversation as a whole when none is named. */
export function sourceOfConversation(
  conversation: Conversation,
  segmentIds: readonly string[] = [],
): CitedSource {
  const segments = conversation.transcript_segments.filter(({ id }) => segmentIds.includes(id));
  return {
    kind: 'conversation',
    conversation_id: conversation.id,
    memory_id: null,
    segment_ids: segments.map(({ id }) => id),
    start: segments[0]?.start ?? null,
    end: segments.at(-1)?.end ?? null,
    title: conversation.structured.title,
    quote: segments.length > 0 ? withoutSecrets(segments, conversation) : conversation.structured.overview,
  };
}

export function sourceOfMemory(memory: Memory): CitedSource {
  const { source_id, segment_ids, start, end, quote } = evidenceOf(memory);
  return {
    kind: 'memory',
    // Of a memory that the owner wrote, the quote is still a conversation's, and goes when that goes.
    conversation_id: memory.conversation_id ?? source_id,
    memory_id: memory.id,
    segment_ids: [...segment_ids],
    start,
    end,
    title: memory.content,
    quote,
  };
}

/** The words that a memory rests on: of its own conversation, else of another one, else its own. */
function evidenceOf({
  content,
  conversation_id,
  evidence,
}: Memory): Omit<MemoryEvidence, 'evidence_id' | 'source_type'> {
  const spoken = evidence.filter(({ source_type }) => source_type === 'conversation');
  const own = spoken.find(({ source_id }) => source_id === conversation_id) ?? spoken[0];
  return own ?? { source_id: null, segment_ids: [], start: null, end: null, quote: content };
}

/** The sentences of some segments but those that hold a secret said anywhere in the conversation: a card number, a door code. */
function withoutSecrets(
  segments: readonly TranscriptSegment[],
  { transcript_segments }: Conversation,
): string {
  const sentencesOf = ({ text }: TranscriptSegment) => splitSentences(text).map((sentence) => sentence.text);
  const secrets = screenSecrets(transcript_segments.flatMap(sentencesOf));
  return segments
    .flatMap(sentencesOf)
    .filter((sentence) => !secrets.taints(sentence))
    .join(' ');
}
