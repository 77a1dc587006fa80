import { z } from 'zod';
import type { LivePhoto, SpeakerAssignment, SuggestedSegment } from '#libs/conversations';

/** Longest suggested segment, characters: minutes of speech. */
const MAX_SEGMENT_TEXT = 20_000;
const MAX_SEGMENTS = 500;
const MAX_NAME = 200;
/** Largest picture, bytes. */
const MAX_PHOTO_BYTES = 5 * 1024 * 1024;

const name = z.string().max(MAX_NAME);
const seconds = z.number().finite().min(0).default(0).catch(0);

const suggestedSegmentSchema = z.object({
  text: z.string().trim().min(1).max(MAX_SEGMENT_TEXT),
  speaker: z.string().optional().catch(undefined),
  speaker_id: z.number().int().min(0).optional().catch(undefined),
  is_user: z.boolean().default(false).catch(false),
  person_id: name.nullable().default(null).catch(null),
  start: seconds,
  end: seconds,
});
const suggestionSchema = z.object({
  segments: z.array(z.unknown()).max(MAX_SEGMENTS),
  stt_provider: name.nullable().default(null).catch(null),
});
const assignmentSchema = z.object({
  speaker_id: z.number().int(),
  person_id: name.min(1),
  person_name: name.default('').catch(''),
  segment_ids: z.array(name).max(MAX_SEGMENTS).default([]),
});

const photoSchema = z.object({
  id: name.min(1),
  jpeg: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength > 0 && byteLength <= MAX_PHOTO_BYTES),
});

/** `{id, jpeg}` in binary, or null when the message is none or the picture is too large. */
export function photoFrom(message: unknown): LivePhoto | null {
  const parsed = photoSchema.safeParse(message);
  return parsed.success ? { temporaryId: parsed.data.id, jpeg: parsed.data.jpeg } : null;
}

/** Segments that a client recognized, `{segments, stt_provider?}`; those that are none are left out. Null when the message is none. */
export function suggestedSegmentsFrom(message: unknown): SuggestedSegment[] | null {
  const parsed = suggestionSchema.safeParse(message);
  if (!parsed.success) return null;
  return parsed.data.segments.flatMap((candidate) => {
    const segment = suggestedSegmentSchema.safeParse(candidate);
    return segment.success ? [suggestedSegment(segment.data, parsed.data.stt_provider)] : [];
  });
}

/** `{speaker_id, person_id, person_name, segment_ids}`, or null when the message is none. */
export function speakerAssignmentFrom(message: unknown): SpeakerAssignment | null {
  const parsed = assignmentSchema.safeParse(message);
  if (!parsed.success) return null;
  const { speaker_id, person_id, person_name, segment_ids } = parsed.data;
  return {
    speakerId: speaker_id,
    personId: person_id,
    personName: person_name,
    segmentIds: segment_ids,
  };
}

function suggestedSegment(
  given: z.infer<typeof suggestedSegmentSchema>,
  provider: string | null,
): SuggestedSegment {
  const { text, is_user, person_id, start, end } = given;
  return {
    text,
    speaker: given.speaker_id ?? speakerNumber(given.speaker),
    isUser: is_user,
    personId: person_id,
    start,
    end: Math.max(start, end),
    provider,
  };
}

/** The number in `SPEAKER_<n>`; 0 when there is none. */
function speakerNumber(label: string | undefined): number {
  const digits = /_(\d{1,4})$/.exec(label ?? '')?.[1];
  return digits === undefined ? 0 : Number(digits);
}
