import type { NewSegment, NewText, NewTranscript } from '#libs/conversations';
import { withoutUndefined } from '../http/query-values.js';
import type {
  CreateFromImages,
  CreateFromSegments,
  CreateFromText,
  DevSegment,
} from './dev-conversation.dto.js';

/** What a request sends, in the words of the conversations lib. */
export function textOf(request: CreateFromText): NewText {
  const { text, text_source: textSource, text_source_spec: textSourceSpec } = request;
  return { text, textSource, ...withoutUndefined({ textSourceSpec }), ...aboutOf(request) };
}

export function transcriptOf(request: CreateFromSegments): NewTranscript {
  const segments = request.transcript_segments.map(segmentOf);
  return { segments, ...withoutUndefined({ source: request.source ?? undefined }), ...aboutOf(request) };
}

export function aboutOf(request: CreateFromText | CreateFromSegments | CreateFromImages) {
  return withoutUndefined({
    clientKey: request.client_session_id,
    startedAt: request.started_at,
    finishedAt: request.finished_at,
    language: request.language ?? undefined,
    geolocation: request.geolocation,
  });
}

/** The digits of the label are the number; without a label the number that is given. */
function segmentOf({ text, speaker, speaker_id, is_user, person_id, start, end }: DevSegment): NewSegment {
  const number = speaker ? Number(/\d{1,4}$/.exec(speaker)?.[0] ?? 0) : (speaker_id ?? 0);
  return { text, speaker: number, isUser: is_user, personId: person_id ?? null, start, end };
}
