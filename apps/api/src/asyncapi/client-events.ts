import type { ListenClientEvents } from '#libs/contracts';
import { binary, flag, integer, listOf, number, object, text, type Schema } from './schema.js';
import { wireError, type MessageDoc } from './server-events.js';

export interface AskedDoc extends MessageDoc {
  /** What the server acknowledges with. */
  readonly answer: Schema;
}

const durable = object({
  durable: integer('The highest number of which it and everything before it are on disk.'),
});
const done = object({});

const segment = object({
  text: text(),
  'speaker?': text('`SPEAKER_<n>`.'),
  'speaker_id?': integer(),
  'is_user?': flag(),
  'person_id?': { type: ['string', 'null'] },
  'start?': number('Seconds since the connection’s first sound.'),
  'end?': number(),
});

const suggested = object({ segments: listOf(segment), 'stt_provider?': { type: ['string', 'null'] } });

const assigned = object({
  speaker_id: integer(),
  person_id: text('`user` for the owner.'),
  person_name: text(),
  segment_ids: listOf(text()),
});

/** What a device tells the server on the Mneme protocol; the compiler asks for an entry per event. */
export const clientEvents: Readonly<Record<keyof ListenClientEvents, AskedDoc>> = {
  'audio.batch': {
    summary:
      'Frames in order. Two arguments: the number of the first (from 1), and all of them in one buffer.',
    payload: {
      type: 'array',
      items: [
        integer('Number of the first frame.'),
        binary('Each frame as a little-endian uint32 length and its bytes.'),
      ],
      minItems: 2,
      maxItems: 2,
    },
    answer: object({
      durable: integer(),
      'rejected?': listOf(object({ seq: integer(), code: text() })),
    }),
  },
  'audio.flush': {
    summary: 'Recognize what is buffered; more may come.',
    payload: { type: 'null' },
    answer: durable,
  },
  'audio.end': {
    summary: 'No more sound will come: recognize what is buffered.',
    payload: { type: 'null' },
    answer: durable,
  },
  'conversation.finalize': {
    summary: 'End the conversation now and process it.',
    payload: { type: 'null' },
    answer: object({ conversation_id: text() }),
  },
  'transcript.suggested': {
    summary: 'What the device recognized itself. Ignored unless the handshake said `custom_stt=enabled`.',
    payload: suggested,
    answer: done,
  },
  'speaker.assigned': { summary: 'Whose voice this is.', payload: assigned, answer: done },
  'photo.taken': {
    summary: 'A picture taken now.',
    payload: object({ id: text('Comes back as `temp_id`.'), jpeg: binary('A JPEG of at most 5 MiB.') }),
    answer: done,
  },
};

/** An acknowledgement that says that nothing was taken. */
export const refused = object({ error: wireError });

/** Text frames that clients of the plain WebSocket send, by their `type`. Anything else is ignored. */
export const omiClientMessages: Readonly<Record<string, MessageDoc>> = {
  speaker_assigned: { summary: clientEvents['speaker.assigned'].summary, payload: assigned },
  suggested_transcript: { summary: clientEvents['transcript.suggested'].summary, payload: suggested },
  image_chunk: {
    summary: 'A piece of a picture’s base64; the picture is whole when all have come, in any order.',
    payload: object({ id: text(), index: integer(), total: integer('1 to 4096.'), data: text('Base64.') }),
  },
  CloseStream: { summary: 'Recognize what was sent so far.', payload: object({}) },
};
