import type {
  Conversation,
  MeetingHint,
  TranscriptInput,
  TranscriptSegment,
  TranscriptTurn,
} from '#libs/contracts';
import type { MeetingContext } from '../lifecycle/meeting-context.js';

/** What is known beside a conversation, of the person whose it is and of those who were there. */
export interface OwnerContext {
  readonly timeZone: string;
  readonly ownerName: string | null;
  /** ISO 639-1 of what is written for the owner. Absent: the language that was spoken. */
  readonly outputLanguage?: string;
  /** Names of people by their ids. Absent: nobody is known. */
  readonly names?: ReadonlyMap<string, string>;
  /** What its pictures show, oldest first. Absent: there are none. */
  readonly photos?: readonly string[];
  /** Epoch milliseconds. Absent: the conversation was just now. */
  readonly nowMs?: number;
}

/** Of a conversation that is older than this when it is processed, what was planned is over. Source: specification of the pipeline, §2.2. */
const CURRENT_MS = 7 * 24 * 60 * 60_000;

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
export function transcriptInputOf(conversation: Conversation, context: OwnerContext): TranscriptInput {
  const { timeZone, ownerName, outputLanguage, photos = [] } = context;
  const ownerIsKnown = isOwnerKnown(conversation.transcript_segments);
  const referenceMs = referenceOf(conversation, context);
  const meeting = meetingOf(conversation);
  return {
    turns: conversation.transcript_segments
      .filter((segment) => segment.text.trim() !== '')
      .map((segment) => turnOf(segment, ownerIsKnown, context.names)),
    startedAtMs: conversation.started_at.getTime(),
    timeZone,
    language: conversation.language ?? 'en',
    ownerName,
    ...(outputLanguage === undefined ? {} : { outputLanguage }),
    ...(referenceMs === undefined ? {} : { referenceMs }),
    ...(photos.length === 0 ? {} : { photos }),
    ...(meeting ? { meeting } : {}),
  };
}

function turnOf(
  segment: TranscriptSegment,
  ownerIsKnown: boolean,
  names: ReadonlyMap<string, string> | undefined,
): TranscriptTurn {
  const name = segment.person_id === null ? undefined : names?.get(segment.person_id);
  return {
    segmentIds: [segment.id],
    speaker: segment.is_user ? 'You' : (name ?? `Speaker ${segment.speaker_id}`),
    isUser: ownerSpeaks(segment, ownerIsKnown),
    text: segment.text,
    ...(segment.pauses ? { pauses: segment.pauses } : {}),
    start: segment.start,
    end: segment.end,
  };
}

function referenceOf({ started_at }: Conversation, { nowMs }: OwnerContext): number | undefined {
  return nowMs !== undefined && nowMs - started_at.getTime() > CURRENT_MS ? nowMs : undefined;
}

function meetingOf({ external_data: data }: Conversation): MeetingHint | null {
  const meeting = data?.['calendar_meeting_context'] as MeetingContext | undefined;
  if (!meeting) return null;
  const participants = meeting.participants.flatMap(({ name, email }) => name ?? email ?? []);
  return { title: meeting.title, participants };
}
