import type { TranscriptSegment } from '#libs/contracts';
import { AppError, deterministicId } from '#libs/kernel';
import { speakerLabel } from '#libs/transcription';
import { processingOrder } from '../lifecycle/processing-order.rules.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import type { NewContent, NewSegment } from './new-content.js';

/** How long something took that does not say it. Source: specification of the pipeline, §1.2. */
const USUAL_MS = 5 * 60_000;
const USUAL_LANGUAGE = 'en';
/** How long it would have waited for more. */
const TIMEOUT_SECONDS = 120;

/** What is particular to a conversation that comes as a whole. */
export type CreatedFields = Partial<
  Pick<ConversationRow, 'transcript_segments' | 'external_data' | 'app_id' | 'photo_count'>
> &
  Pick<ConversationRow, 'source'> & {
    /** Milliseconds, where the content says it. */
    readonly durationMs?: number;
  };

/** The row of a conversation that comes as a whole, on its way to processing. `invalid` TIMES_INVERTED. */
export function createdRow(
  id: string,
  content: NewContent,
  fields: CreatedFields,
  now: Date,
): ConversationRow {
  const { durationMs = USUAL_MS, ...own } = fields;
  const startedAt = content.startedAt ?? now;
  const finishedAt = content.finishedAt ?? new Date(startedAt.getTime() + durationMs);
  if (finishedAt < startedAt || (content.finishedAt && finishedAt <= startedAt)) throw timesInverted();
  const row = newConversationRow(
    {
      id,
      source: own.source,
      language: content.language ?? USUAL_LANGUAGE,
      timeoutSeconds: TIMEOUT_SECONDS,
      clientDeviceId: null,
      clientPlatform: null,
    },
    startedAt,
  );
  return {
    ...row,
    ...own,
    finished_at: finishedAt,
    geolocation: content.geolocation ?? null,
    ...processingOrder(row, 'created', now),
  };
}

/** Segments in the order in which they were said, each with the same id whenever it is sent. */
export function createdSegments(
  conversationId: string,
  segments: readonly NewSegment[],
): TranscriptSegment[] {
  const inOrder = [...segments].sort((a, b) => a.start - b.start || a.end - b.end);
  return inOrder.map(({ text, speaker, isUser, personId, start, end }, index) => ({
    id: deterministicId('segment', 'created', conversationId, String(index)),
    text,
    speaker: speakerLabel(speaker),
    speaker_id: speaker,
    is_user: isUser,
    person_id: personId,
    start,
    end,
    translations: [],
    speech_profile_processed: true,
    stt_provider: null,
  }));
}

function timesInverted(): AppError {
  return new AppError(
    'invalid',
    'TIMES_INVERTED',
    'finished_at must be later than started_at. Give both, or leave finished_at out.',
  );
}
