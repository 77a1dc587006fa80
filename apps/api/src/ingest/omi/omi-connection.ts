import type { AudioAck, ListenServerEvents } from '#libs/contracts';
import type { LiveClient, LiveHandle, LiveParams, LiveSessions } from '#libs/conversations';
import type { Clock } from '#libs/kernel';
import type { Metrics } from '#libs/observability';
import { codecMismatch, WrongCodec } from '#libs/transcription';
import type { Seat } from '../admission/live-admission.js';
import { AudioIntake, type Push } from './audio-intake.js';
import { ClientTexts } from './client-texts.js';
import { EventTexts, type OmiVersion } from './event-texts.js';
import { FrameSorter, ONLY_CHANNEL } from './frame-sorter.js';
import type { HoldReason, Message, OmiSocket } from './omi-socket.js';
import { CLOSE, refusalOf } from './socket-refusal.js';

/** Who streams what, settled before the connection begins. */
export interface OmiStream {
  readonly ownerId: string;
  readonly params: LiveParams;
  readonly seat: Seat;
  readonly version: OmiVersion;
}

export interface ConnectionServices {
  readonly sessions: LiveSessions;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** Only a client closes with it, and only when it is done. */
const DONE = 1000;
const CLOSE_REASONS = {
  taken_over: 'Another connection of this device goes on',
  shutting_down: 'The server restarts',
} as const;

/** A signed-in client of the reference and the live session behind it. */
export class OmiConnection implements LiveClient {
  private readonly events: EventTexts;
  private readonly sorter: FrameSorter;
  private readonly intakes: ReadonlyMap<number, AudioIntake>;
  private readonly texts: ClientTexts;

  constructor(
    private readonly socket: OmiSocket,
    private readonly stream: OmiStream,
    private readonly services: ConnectionServices,
  ) {
    const { params, version } = stream;
    this.events = new EventTexts(version);
    this.sorter = new FrameSorter(params);
    const channels = params.channels.length > 0 ? params.channels.map(({ id }) => id) : [ONLY_CHANNEL];
    this.intakes = new Map(channels.map((id) => [id, this.intake()]));
    this.texts = new ClientTexts(
      services.clock,
      {
        onPressure: () => socket.hold('texts'),
        onRelief: () => socket.release('texts'),
        onFailed: (error) => this.fail(error),
      },
      () => this.audioIdle(),
    );
  }

  /** Serves the client to its end: resolves when it is gone and everything that it sent was handed over. Never fails. */
  async serve(): Promise<void> {
    const opening = this.open().catch((error: unknown) => {
      this.fail(error);
      return null;
    });
    const code = await this.socket.closed;
    const ended = code === DONE;
    this.stream.seat.leave({ ended });
    const handle = await opening;
    await Promise.all([this.audioIdle(), this.texts.idle()]);
    handle?.detach({ ended });
  }

  send<Event extends keyof ListenServerEvents>(
    event: Event,
    ...[payload]: Parameters<ListenServerEvents[Event]>
  ): void {
    for (const text of this.events.of(event, payload!)) this.socket.send(text);
    if (this.events.hasFailedForGood) {
      this.socket.end(CLOSE.internalError, 'transcription_service_unavailable');
    }
  }

  close(reason: keyof typeof CLOSE_REASONS): void {
    this.socket.end(CLOSE.goingAway, CLOSE_REASONS[reason]);
  }

  private async open(): Promise<LiveHandle> {
    const { ownerId, params, seat } = this.stream;
    this.socket.deliverTo((message) => this.take(message));
    this.socket.release('signing_in');
    const handle = await this.services.sessions.open(ownerId, params, this);
    seat.belongsTo(handle.sessionId);
    for (const [channel, intake] of this.intakes) {
      intake.start(this.pushTo(handle, channel), handle.durableSeq);
    }
    this.texts.start(handle);
    this.socket.startPings();
    return handle;
  }

  private pushTo(handle: LiveHandle, channel: number): Push {
    const { params } = this.stream;
    const id = params.channels.length > 0 ? channel : undefined;
    const wrongCodec = new WrongCodec(params);
    return (firstSeq, frames) =>
      wrongCodec.judge(frames) ? Promise.reject(codecMismatch(params)) : handle.push(firstSeq, frames, id);
  }

  private take(message: Message): void {
    if ('text' in message) return this.texts.take(message.text);
    const sorted = this.sorter.sort(message.bytes);
    if (!sorted) return;
    const intake = this.intakes.get(sorted.channel)!;
    for (const frame of sorted.frames) intake.take(frame);
  }

  private intake(): AudioIntake {
    const isHeld = () => [...this.intakes.values()].some(({ isFull }) => isFull);
    return new AudioIntake(this.services.clock, {
      onPressure: () => this.socket.hold('audio'),
      onRelief: () => {
        if (!isHeld()) this.socket.release('audio');
      },
      onTaken: (ack, count) => this.count(ack, count),
      onFailed: (error) => this.fail(error),
    });
  }

  private count({ rejected = [] }: AudioAck, frames: number): void {
    const { metrics } = this.services;
    metrics.framesReceived.inc({ door: 'omi' }, frames);
    for (const { code } of rejected) metrics.framesRejected.inc({ door: 'omi', reason: code });
  }

  private async audioIdle(): Promise<void> {
    await Promise.all([...this.intakes.values()].map((intake) => intake.idle()));
  }

  /** Ends the socket with what went wrong. What comes from now on is dropped: the client keeps what it could not send. */
  private fail(error: unknown): void {
    const { code, reason, status } = refusalOf(error);
    if (status) this.socket.send(JSON.stringify({ type: 'service_status', ...status }));
    this.socket.end(code, reason);
    for (const intake of this.intakes.values()) intake.stop();
    this.texts.stop();
    for (const hold of ['audio', 'texts'] satisfies HoldReason[]) this.socket.release(hold);
  }
}
