import { io } from 'socket.io-client';
import { packFrames, type WireError } from '#libs/contracts';
import { SystemClock, type AppError, type Cancel, type Clock } from '#libs/kernel';
import { FrameOutbox, type OutgoingBatch } from './frame-outbox.js';
import type { ListenHandlers, ListenOptions } from './listen-options.js';
import { clientClosed, isLasting, refusalOf, unreachable, type ListenSocket } from './listen-socket.js';
import { RetryPause } from './retry-pause.js';

const DEFAULT_BATCH_MS = 100;
/** Batches that may wait for their acknowledgement; more would only fill the line. */
const MAX_IN_FLIGHT = 16;
/** A batch that is not answered this long was lost with its line. */
const ACK_TIMEOUT_MS = 15_000;
/** The last words may take as long as the server is behind. */
const FINAL_TIMEOUT_MS = 10 * 60_000;
/** How long a full server is left alone when it does not say for how long. */
const HOLD_BACK_MS = 5_000;

/**
 * A device's side of the Mneme protocol: numbers frames, sends them in batches, and keeps each until the server says that it is durable. A line
 * that drops, a server that dies or is busy costs time and no frame: the session is taken up again where it stood.
 */
export class ListenClient {
  private readonly socket: ListenSocket;
  private readonly clock: Clock;
  private readonly outbox = new FrameOutbox();
  private readonly pause: RetryPause;
  private readonly opened = Promise.withResolvers<void>();
  private waiting: PromiseWithResolvers<void>[] = [];
  private session: string | null = null;
  private isReady = false;
  private inFlight = 0;
  private isHeldBack = false;
  private closedBecause: AppError | null = null;
  private cancelBatch: Cancel | null = null;

  constructor(
    private readonly options: ListenOptions,
    private readonly handlers: ListenHandlers = {},
  ) {
    this.clock = options.clock ?? new SystemClock();
    this.pause = new RetryPause(this.clock);
    this.opened.promise.catch(() => undefined);
    this.socket = io(`${options.url}/v4/listen`, {
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      reconnection: false,
      auth: (give) => give({ token: options.token, ...(this.session && { session_id: this.session }) }),
      query: { codec: options.codec, sample_rate: options.sampleRate, ...options.query },
    });
    this.listen();
  }

  /** Resolves when the server takes sound. Rejects when it refuses for good (codes of docs/listen.md) or cannot be reached: `unavailable` SERVER_UNREACHABLE. */
  connect(): Promise<void> {
    this.socket.connect();
    return this.opened.promise;
  }

  /** Null before the first connection. */
  get sessionId(): string | null {
    return this.session;
  }
  /** Bytes that are not durable yet; a device with a small memory holds back by them. */
  get pendingBytes(): number {
    return this.outbox.bytes;
  }

  /** Hands in the next frame. It is sent with others within `batchMs`. */
  write(frame: Uint8Array): void {
    if (this.closedBecause) throw this.closedBecause;
    this.outbox.add(frame);
    this.cancelBatch ??= this.clock.after(this.options.batchMs ?? DEFAULT_BATCH_MS, () => {
      this.cancelBatch = null;
      this.send();
    });
  }

  /** Resolves when every frame that was written is durable; rejects when the client was closed or refused before. */
  async settled(): Promise<void> {
    while (this.outbox.size > 0) {
      if (this.closedBecause) throw this.closedBecause;
      this.send();
      await this.nextNews();
    }
  }

  /** No more sound will come: resolves when the last words were recognized, or will be later. */
  async end(): Promise<void> {
    await this.ask(() => this.socket.timeout(FINAL_TIMEOUT_MS).emitWithAck('audio.end'));
  }

  /** Ends the conversation; resolves with its id when it is handed over to processing. */
  async finalize(): Promise<string> {
    const answer = await this.ask(() =>
      this.socket.timeout(FINAL_TIMEOUT_MS).emitWithAck('conversation.finalize'),
    );
    return answer.conversation_id;
  }

  /** Hangs up. The server keeps the session open, so another client can go on with it. */
  close(reason: AppError = clientClosed()): void {
    if (this.closedBecause) return;
    this.closedBecause = reason;
    this.cancelBatch?.();
    this.pause.cancel();
    this.socket.disconnect();
    this.opened.reject(reason);
    for (const waiting of this.waiting.splice(0)) waiting.reject(reason);
    this.handlers.connection?.('closed', reason);
  }

  private listen(): void {
    const { socket } = this;
    const handlers = this.handlers as Readonly<Record<string, ((payload: unknown) => void) | undefined>>;
    socket.onAny((event: string, payload: unknown) => handlers[event]?.(payload));
    socket.on('session.ready', ({ session_id, durable }) => this.onReady(session_id, durable));
    socket.on('session.error', (error) => this.onRefused(error));
    socket.on('connect_error', (error) => this.onRefused((error as { data?: WireError }).data));
    socket.on('disconnect', () => this.onLost());
  }

  private onReady(sessionId: string, durable: number): void {
    // What an older session acknowledged is safe there; a new one counts from 1.
    if (this.session !== sessionId) this.outbox.renumber();
    this.session = sessionId;
    this.outbox.settle(durable);
    this.outbox.rewind();
    this.inFlight = 0;
    this.isReady = true;
    this.pause.reset();
    this.opened.resolve();
    this.progress();
    this.handlers.connection?.('connected');
    this.send();
  }

  private onRefused(error: WireError | undefined): void {
    if (error && !error.fatal) return;
    if (error && isLasting(error)) return this.close(refusalOf(error));
    const isLastTry =
      this.session === null && this.pause.failures + 1 >= (this.options.connectAttempts ?? Infinity);
    if (isLastTry) return this.close(error ? refusalOf(error) : unreachable(this.options.url));
    this.retry(error);
  }

  private onLost(): void {
    this.isReady = false;
    this.retry();
  }

  private retry(error?: WireError): void {
    if (this.closedBecause) return;
    this.isReady = false;
    const isNews = this.pause.begin(() => this.socket.disconnect().connect(), error?.retry_after_ms);
    if (isNews) this.handlers.connection?.('lost', error && refusalOf(error));
  }

  private send(): void {
    while (this.isReady && !this.isHeldBack && this.inFlight < MAX_IN_FLIGHT) {
      const batch = this.outbox.take(Infinity);
      if (!batch) return;
      this.inFlight += 1;
      void this.deliver(batch, this.session);
    }
  }

  private async deliver(batch: OutgoingBatch, session: string | null): Promise<void> {
    const answer = await this.socket
      .timeout(ACK_TIMEOUT_MS)
      .emitWithAck('audio.batch', batch.firstSeq, packFrames(batch.frames))
      .catch(() => null);
    // The line or the session is another one now, which has begun again behind what is durable.
    if (!this.isReady || session !== this.session) return;
    this.inFlight -= 1;
    if (answer === null) this.socket.disconnect();
    else if ('error' in answer) this.holdBack(answer.error);
    else {
      this.outbox.settle(answer.durable);
      this.handlers.durable?.(answer.durable);
      this.progress();
      this.send();
    }
  }

  /** The server took nothing of a batch: everything behind it waits, or it would seem skipped. */
  private holdBack(error: WireError): void {
    if (isLasting(error)) return this.close(refusalOf(error));
    if (error.code === 'SESSION_CLOSED') return void this.socket.disconnect();
    if (this.isHeldBack) return;
    this.isHeldBack = true;
    this.clock.after(error.retry_after_ms ?? HOLD_BACK_MS, () => {
      this.isHeldBack = false;
      this.outbox.rewind();
      this.send();
    });
  }

  private progress(): void {
    for (const waiting of this.waiting.splice(0)) waiting.resolve();
  }

  /** Asks when everything is durable; over a new line again if the one it was asked on broke. */
  private async ask<T extends object>(question: () => Promise<T | { error: WireError }>): Promise<T> {
    for (;;) {
      await this.settled();
      await this.ready();
      const answer = await question().catch(() => null);
      if (this.closedBecause) throw this.closedBecause;
      if (answer === null) continue;
      if ('error' in answer) throw refusalOf(answer.error as WireError);
      return answer;
    }
  }

  private async ready(): Promise<void> {
    while (!this.isReady) {
      if (this.closedBecause) throw this.closedBecause;
      await this.nextNews();
    }
  }

  private nextNews(): Promise<void> {
    const news = Promise.withResolvers<void>();
    this.waiting.push(news);
    return news.promise;
  }
}
