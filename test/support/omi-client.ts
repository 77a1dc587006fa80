import { WebSocket } from 'ws';
import type { ListenServerEvents, TranscriptSegment } from '#libs/contracts';
import { parseOmiFrame, type OmiEvent } from './omi-frames.js';

export interface OmiClientOptions {
  readonly path?: string;
  /** Goes into the header; none for a client that shows no token. */
  readonly token?: string;
  /** Adds to 20 ms of Opus, or takes from it what is undefined. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it answers pings as the app does, with two bytes. */
  readonly answersPings?: boolean;
}

/** What the app answers a ping with: a pong made by hand, sent as a binary message. */
const PONG = Uint8Array.of(0x8a, 0);

/**
 * A client of the reference as a stranger would write it: a bare WebSocket, segments put in by id, everything else kept. What an unmodified
 * app could not read ends it, as it would end the app's connection; `choked` says why.
 */
export class OmiClient {
  /** Every text frame, in order. */
  readonly texts: string[] = [];
  readonly events: OmiEvent[] = [];
  readonly segments = new Map<string, TranscriptSegment>();
  pings = 0;
  choked: Error | null = null;
  readonly closed: Promise<{ code: number; reason: string }>;

  private constructor(
    readonly socket: WebSocket,
    answersPings: boolean,
  ) {
    socket.on('message', (data: Buffer, isBinary) => this.onMessage(isBinary, data.toString(), answersPings));
    this.closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
  }

  /** Resolves when the handshake is through; rejects with the HTTP status when it is refused. */
  static async connect(url: string, options: OmiClientOptions = {}): Promise<OmiClient> {
    const { path = '/v4/listen', token, query = {}, headers = {}, answersPings = true } = options;
    const address = new URL(path, url.replace('http', 'ws'));
    const format = { codec: 'opus_fs320', sample_rate: '16000' };
    for (const [name, value] of Object.entries({ ...format, ...query })) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    const socket = new WebSocket(address, {
      headers: { ...headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    });
    const client = new OmiClient(socket, answersPings);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (_, response) => reject(new Error(String(response.statusCode))));
    });
    return client;
  }

  get statuses(): string[] {
    return this.named('service_status').map(({ status }) => String(status));
  }

  get text(): string {
    const inOrder = [...this.segments.values()].sort((a, b) => a.start - b.start);
    return inOrder.map(({ text }) => text).join(' ');
  }

  named(type: keyof ListenServerEvents | 'auth_response'): OmiEvent[] {
    return this.events.filter((event) => event.type === type);
  }

  sendFrame(frame: Uint8Array): void {
    this.socket.send(frame);
  }

  /** Text as it is, or anything else as JSON. */
  sendText(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Sends frames at a multiple of the pace at which they were recorded. */
  async play(frames: readonly Uint8Array[], speed: number, frameMs = 20): Promise<void> {
    const startedMs = performance.now();
    for (const [index, frame] of frames.entries()) {
      const aheadMs = startedMs + (index * frameMs) / speed - performance.now();
      if (aheadMs > 5) await new Promise((resolve) => setTimeout(resolve, aheadMs));
      this.sendFrame(frame);
    }
  }

  /** As somebody who is done: 1000. */
  async close(code = 1000): Promise<void> {
    this.socket.close(code);
    await this.closed;
  }

  private onMessage(isBinary: boolean, text: string, answersPings: boolean): void {
    try {
      if (isBinary) throw new Error('the server sent bytes');
      this.onText(text, answersPings);
    } catch (error) {
      this.choked ??= error as Error;
      this.socket.terminate();
    }
  }

  private onText(text: string, answersPings: boolean): void {
    this.texts.push(text);
    const frame = parseOmiFrame(text);
    if (frame === 'ping') {
      this.pings += 1;
      if (answersPings && this.socket.readyState === WebSocket.OPEN) this.socket.send(PONG);
    } else if (Array.isArray(frame)) {
      for (const segment of frame as TranscriptSegment[]) this.segments.set(segment.id, segment);
    } else {
      this.onEvent(frame as OmiEvent);
    }
  }

  private onEvent(event: OmiEvent): void {
    this.events.push(event);
    if (event.type === 'segments_deleted') {
      for (const id of event['segment_ids'] as string[]) this.segments.delete(id);
    }
  }
}
