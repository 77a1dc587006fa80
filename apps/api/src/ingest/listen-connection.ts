import type { DefaultEventsMap, Socket } from 'socket.io';
import type { LiveHandle, LiveParams, LiveSessions } from '#libs/conversations';
import {
  unpackFrames,
  type ListenClientEvents,
  type ListenServerEvents,
  type WireError,
} from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { codecMismatch, WrongCodec } from '#libs/transcription';
import type { Seat } from './admission/live-admission.js';
import { photoFrom, speakerAssignmentFrom, suggestedSegmentsFrom } from './client-messages.js';
import { wireErrorOf } from './wire-error.js';

export interface ListenSocketData {
  ownerId: string;
  params: LiveParams;
  seat: Seat;
}
export type ListenSocket = Socket<ListenClientEvents, ListenServerEvents, DefaultEventsMap, ListenSocketData>;

type Answer<T> = (answer: T | { error: WireError }) => void;

/**
 * One socket and the live session behind it. Handlers are registered with `socket.on` at once: frames that come while the session opens wait
 * for it, and `@SubscribeMessage` would cost more than twice the processor time at 300 streams.
 */
export class ListenConnection {
  private readonly opened: Promise<LiveHandle>;
  private readonly wrongCodec: WrongCodec;

  constructor(
    private readonly socket: ListenSocket,
    sessions: LiveSessions,
  ) {
    this.wrongCodec = new WrongCodec(socket.data.params);
    this.opened = sessions.open(socket.data.ownerId, socket.data.params, {
      send: (event, ...args) => void socket.emit(event, ...args),
      close: () => void socket.disconnect(true),
    });
  }

  serve(): void {
    this.opened.then(
      ({ sessionId }) => this.socket.data.seat.belongsTo(sessionId),
      (error: unknown) => this.fail(error),
    );
    this.socket.on('audio.batch', (firstSeq, packed, ack) =>
      this.answer(ack, (session) => session.push(sequenceFrom(firstSeq), this.framesFrom(packed))),
    );
    this.socket.on('audio.end', (ack) => this.answer(ack, (session) => session.end()));
    this.socket.on('audio.flush', (ack) => this.answer(ack, flush));
    this.socket.on('conversation.finalize', (ack) => this.answer(ack, (session) => session.finalize()));
    this.socket.on('transcript.suggested', (event, ack) =>
      this.answer(ack, (session) => session.suggest(understood(suggestedSegmentsFrom(event))).then(done)),
    );
    this.socket.on('speaker.assigned', (event, ack) =>
      this.answer(ack, (session) =>
        session.assignSpeaker(understood(speakerAssignmentFrom(event))).then(done),
      ),
    );
    this.socket.on('photo.taken', (event, ack) =>
      this.answer(ack, (session) => session.addPhoto(understood(photoFrom(event))).then(done)),
    );
    this.socket.once(
      'disconnect',
      () =>
        void this.opened.then(
          (session) => session.detach(),
          () => undefined,
        ),
    );
  }

  private framesFrom(packed: unknown): Uint8Array[] {
    const frames = unpackFrames(packed);
    if (this.wrongCodec.judge(frames)) throw codecMismatch(this.socket.data.params);
    return frames;
  }

  /** A device that leaves out the acknowledgement hears of a failure through `session.error`. */
  private answer<T>(ack: Answer<T> | undefined, work: (session: LiveHandle) => Promise<T>): void {
    const reply: Answer<T> =
      typeof ack === 'function' ? ack : (answer) => void (isFailure(answer) && this.fail(answer.error));
    this.opened.then(work).then(reply, (error: unknown) => {
      const wire = wireErrorOf(error);
      reply({ error: wire });
      if (wire.fatal) this.socket.disconnect(true);
    });
  }

  private fail(thrown: unknown): void {
    const wire = isWireError(thrown) ? thrown : { ...wireErrorOf(thrown), fatal: true };
    this.socket.emit('session.error', wire);
    if (wire.fatal) this.socket.disconnect(true);
  }
}

const done = (): Record<string, never> => ({});

async function flush(session: LiveHandle): Promise<{ durable: number }> {
  await session.flush();
  return { durable: session.durableSeq };
}

function understood<T>(message: T | null): T {
  if (message !== null) return message;
  throw new AppError(
    'invalid',
    'MESSAGE_MALFORMED',
    'The message lacks what it must have; docs/asyncapi.json says what that is.',
  );
}

function isFailure(answer: unknown): answer is { error: WireError } {
  return typeof answer === 'object' && answer !== null && 'error' in answer;
}

function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && 'fatal' in value && 'code' in value;
}

function sequenceFrom(value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number;
  throw new AppError(
    'invalid',
    'SEQUENCE_INVALID',
    'The first argument of a batch is the number of its first frame, counted from 1.',
  );
}
