import { WebSocket, type RawData } from 'ws';
import type { Metrics } from '#libs/observability';
import type { Heartbeat } from './heartbeat.js';
import { CLOSE, closeReason, type CloseCode } from './socket-refusal.js';
import { SocketWriter } from './socket-writer.js';

/** The app waits for this text; browsers and SDKs pass over it. */
export const PING_EVERY_S = 10;
/** A socket on which nothing came for so long is dead: the app answers every ping. */
export const IDLE_AFTER_S = 90;

export type Message = { readonly text: string } | { readonly bytes: Uint8Array };

/** Why nothing is read from a socket at the moment. */
export type HoldReason = 'signing_in' | 'audio' | 'texts';

/** Codes that are counted by their number; what else a client thinks of counts as `other`. */
const COUNTED_CODES = new Set<number>([1000, 1002, 1005, 1006, 1007, 1009, ...Object.values(CLOSE)]);

/**
 * A WebSocket as the reference's clients expect it: text pings, an end when nobody is there, reasons that fit a close frame. Messages that come
 * before somebody takes them are kept; while it is held, nothing is read, so those are few.
 */
export class OmiSocket {
  /** The code with which it was closed, by whomever. */
  readonly closed: Promise<number>;
  private readonly writer: SocketWriter;
  private readonly holds = new Set<HoldReason>();
  private readonly early: Message[] = [];
  private receiver: ((message: Message) => void) | null = null;
  private pings = false;
  private heard = false;
  private seconds = 0;
  private quietSeconds = 0;

  constructor(
    private readonly socket: WebSocket,
    heartbeat: Heartbeat,
    metrics: Metrics,
  ) {
    this.writer = new SocketWriter(socket, () => this.end(CLOSE.tryAgainLater, 'The client does not read'));
    // What is wrong with a frame is told the client by the library, with a code.
    socket.on('error', () => undefined);
    socket.on('message', (data, isBinary) => this.onMessage(data, isBinary));
    metrics.liveSockets.inc({ door: 'omi' });
    const stopBeating = heartbeat.add(() => this.beat());
    this.closed = new Promise((resolve) => {
      socket.once('close', (code) => {
        stopBeating();
        metrics.liveSockets.dec({ door: 'omi' });
        metrics.liveSocketsClosed.inc({
          door: 'omi',
          code: COUNTED_CODES.has(code) ? String(code) : 'other',
        });
        resolve(code);
      });
    });
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(text: string): void {
    this.writer.send(text);
  }

  /** The first ping goes out now, and one every ten seconds from here on. */
  startPings(): void {
    this.pings = true;
    this.seconds = 0;
    this.send('ping');
  }

  /** Hands every message over, those first that came before. */
  deliverTo(receiver: (message: Message) => void): void {
    this.receiver = receiver;
    for (const message of this.early.splice(0)) receiver(message);
  }

  /** The first message; those after it wait for `deliverTo`. */
  firstMessage(): Promise<Message> {
    return new Promise((resolve) => {
      this.deliverTo((message) => {
        this.receiver = null;
        this.hold('signing_in');
        resolve(message);
      });
    });
  }

  /** Reads nothing until it is released for every reason for which it is held. */
  hold(reason: HoldReason): void {
    this.holds.add(reason);
    this.socket.pause();
  }

  release(reason: HoldReason): void {
    this.holds.delete(reason);
    if (this.holds.size === 0) this.socket.resume();
  }

  /** Begins to close. What the client has on its way is still delivered. */
  end(code: CloseCode, reason: string): void {
    this.socket.close(code, closeReason(reason));
    this.release('signing_in');
  }

  /** Cuts the line. */
  destroy(): void {
    this.socket.terminate();
  }

  private onMessage(data: RawData, isBinary: boolean): void {
    this.heard = true;
    // With the library's standard `binaryType` every message is one Buffer.
    const bytes = data as Buffer;
    const message = isBinary ? { bytes } : { text: bytes.toString('utf8') };
    if (this.receiver) this.receiver(message);
    else if (this.isOpen) this.early.push(message);
  }

  private beat(): void {
    this.seconds += 1;
    if (this.pings && this.seconds % PING_EVERY_S === 0) this.send('ping');
    // Whom we do not listen to cannot be called silent.
    this.quietSeconds = this.heard || this.holds.size > 0 ? 0 : this.quietSeconds + 1;
    this.heard = false;
    if (this.quietSeconds >= IDLE_AFTER_S) this.end(CLOSE.goingAway, '');
  }
}
