import type { ListenServerEvents } from '#libs/contracts';
import { flag, integer, listOf, number, object, oneOf, shape, text, type Schema } from './schema.js';

/** One message: what it says in a sentence, and its payload. */
export interface MessageDoc {
  readonly summary: string;
  readonly payload: Schema;
}

export const wireError = object({
  code: text('Stable.'),
  message: text('For a person: what to do.'),
  fatal: flag('Whether the socket is closed afterwards.'),
  'details?': { type: 'object' },
  'retry_after_ms?': integer('When trying again makes sense.'),
});

/** What the server tells a device on the Mneme protocol; the compiler asks for an entry per event. */
export const serverEvents: Readonly<Record<keyof ListenServerEvents, MessageDoc>> = {
  'session.ready': {
    summary: 'Sound is taken from here on, behind frame `durable`.',
    payload: object({ session_id: text(), durable: integer(), conversation_id: text() }),
  },
  'session.error': { summary: 'A failure; after a fatal one the socket closes.', payload: wireError },
  service_status: {
    summary: 'How far the start has come, and how the recognition of speech stands.',
    payload: object({
      status: oneOf([
        'initiating',
        'in_progress_conversations_processing',
        'stt_initiating',
        'ready',
        'stt_failed',
      ]),
      'status_text?': text(),
      'provider?': text('The recognizer that serves, or failed.'),
      'outcome?': text(),
      'retryable?': flag(),
      'reason?': text(),
      'retry_after?': integer('Seconds, 1 to 3600.'),
    }),
  },
  conversation_session: {
    summary:
      'The live conversation begins, goes on or is another one; or one that ended could not be understood (status `failed`).',
    payload: object({
      conversation_id: text(),
      status: text(),
      'recording_session_id?': text(),
      'lifecycle_version?': integer(),
      'lifecycle_phase?': text(),
      'lifecycle_sequence?': integer('Never goes back within a recording session.'),
    }),
  },
  segments: {
    summary: 'Segments that are new or changed, to be put in by `id`. Never empty.',
    payload: { ...listOf(shape('TranscriptSegment')), minItems: 1 },
  },
  segments_deleted: {
    summary: 'Segments that were joined into others; sent before the array of the same batch.',
    payload: object({ segment_ids: listOf(text()) }),
  },
  partial: {
    summary: 'What the open utterance sounds like so far. Void once `segments` covers it.',
    payload: object({ text: text(), start: number('Seconds.'), end: number('Seconds.') }),
  },
  translating: {
    summary: 'Segments whose translations are stored now.',
    payload: object({ segments: listOf(shape('TranscriptSegment')) }),
  },
  speaker_label_suggestion: {
    summary: 'Who a voice may be.',
    payload: object({
      speaker_id: integer(),
      person_id: text('`user` for the owner; empty unless the client asked for ids.'),
      person_name: text(),
      segment_id: text(),
    }),
  },
  photo_processing: {
    summary: 'A picture is kept.',
    payload: object({ temp_id: text('As the client calls it.'), photo_id: text() }),
  },
  photo_described: {
    summary: 'What can be seen in a picture.',
    payload: object({ photo_id: text(), description: text(), discarded: flag() }),
  },
  memory_processing_started: {
    summary: 'The conversation ended and is being processed.',
    payload: object({ memory: shape('Conversation') }),
  },
  memory_created: {
    summary: 'The conversation was processed for the first time, discarded or not.',
    payload: object({ memory: shape('Conversation'), messages: { type: 'array', maxItems: 0 } }),
  },
  last_memory: {
    summary: 'The newest finished conversation; at most once.',
    payload: object({ memory_id: text() }),
  },
  notification: {
    summary:
      'News beside recording, such as a task that is due. All values are text; other fields depend on `type`.',
    payload: object({
      type: text('`action_item_reminder`, `action_item_update`, `action_item_delete` or `day_summary`.'),
    }),
  },
};

/** Events that the plain WebSocket does not have: it cannot resume, and its clients know no partial text. */
export const MNEME_ONLY: ReadonlySet<keyof ListenServerEvents> = new Set([
  'session.ready',
  'session.error',
  'partial',
  'notification',
]);
