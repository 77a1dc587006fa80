import type { TranscriptSegment } from '#libs/contracts';

export interface OmiEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export type OmiFrame = 'ping' | readonly TranscriptSegment[] | OmiEvent;

/** What the app's parser would have thrown on. */
export class AppChokes extends Error {
  constructor(what: string, frame: string) {
    super(`an unmodified app chokes on ${what} in ${frame.slice(0, 400)}`);
  }
}

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === 'string';
const isBoolean: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isInteger: Check = (value) => Number.isInteger(value);
const isIsoTime: Check = (value) => isString(value) && !Number.isNaN(Date.parse(value as string));
const isStringOrNull: Check = (value) => value === null || isString(value);
const isSpeaker: Check = (value) => isString(value) && /^SPEAKER_\d+$/.test(value as string);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value);
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

const isSegment = shape({
  id: isString,
  text: isString,
  speaker: isSpeaker,
  speaker_id: isInteger,
  is_user: isBoolean,
  person_id: isStringOrNull,
  start: isNumber,
  end: isNumber,
  translations: optional(listOf(shape({ lang: isString, text: isString }))),
});

const isMemory = shape({
  id: isString,
  created_at: isIsoTime,
  started_at: optional(isIsoTime),
  finished_at: optional(isIsoTime),
  structured: shape({
    title: isString,
    overview: isString,
    emoji: isString,
    category: isString,
    action_items: listOf(shape({ description: isString })),
    events: listOf(shape({ title: isString, start: isIsoTime, duration: isInteger })),
  }),
  transcript_segments: optional(listOf(isSegment)),
  photos: optional(listOf(shape({ id: isString, base64: isString }))),
});

/** Fields without which the app's parser throws, by event (specification of the listen protocol, §3.4). Events that it does not know it passes over. */
const EVENT_FIELDS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  service_status: { status: isString, status_text: optional(isString) },
  last_memory: { memory_id: isString },
  conversation_session: { conversation_id: isString, status: isString },
  memory_processing_started: { memory: isMemory, messages: optional(listOf(isObject)) },
  memory_created: { memory: isMemory, messages: listOf(isObject) },
  translating: { segments: listOf(isSegment) },
  segments_deleted: { segment_ids: listOf(isString) },
  speaker_label_suggestion: {
    speaker_id: isInteger,
    person_id: isString,
    person_name: isString,
    segment_id: isString,
  },
  photo_processing: { temp_id: isString, photo_id: isString },
  photo_described: { photo_id: isString, description: isString, discarded: isBoolean },
  auth_response: { success: isBoolean },
};

/** Reads a text frame as an unmodified app does; throws `AppChokes` where that one would throw, or be sent what the protocol does not have. */
export function parseOmiFrame(text: string): OmiFrame {
  if (text === 'ping') return text;
  const message = parseJson(text);
  if (Array.isArray(message)) {
    if (message.length === 0) throw new AppChokes('an empty array', text);
    if (!message.every(isSegment)) throw new AppChokes('a segment', text);
    return message as TranscriptSegment[];
  }
  if (!isObject(message) || !isString(message['type'])) throw new AppChokes('what has no type', text);
  const event = message as OmiEvent;
  for (const [name, check] of Object.entries(EVENT_FIELDS[event.type] ?? {})) {
    if (!check(event[name])) throw new AppChokes(`'${name}'`, text);
  }
  return event;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppChokes('what is no JSON', text);
  }
}
