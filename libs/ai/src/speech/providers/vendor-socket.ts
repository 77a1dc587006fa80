import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';

/** Vendors' messages are a few kilobytes; one with hours of words in it does not exist. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

export interface VendorSocketEvents {
  onOpen(): void;
  onText(text: string): void;
  /** No vendor sends any. */
  onBinary(): void;
  onPong(): void;
  /** The handshake was answered with an HTTP status of its own; `retryAfter` is the header. */
  onRefused(status: number, retryAfter: string | undefined): void;
  /** It is gone; `code` is 1006 when nobody said goodbye. Told once, and never after `terminate`. */
  onClosed(code: number): void;
}

/** A WebSocket to a vendor that tells what the vendors' libraries keep to themselves: the status of a refused handshake, and pongs. */
export class VendorSocket {
  private readonly socket: WebSocket;
  private isOver = false;

  constructor(
    url: string,
    headers: Readonly<Record<string, string>>,
    private readonly events: VendorSocketEvents,
  ) {
    // Compression would cost more time than it saves, and would keep our memory while it works.
    const options = { headers, perMessageDeflate: false, maxPayload: MAX_MESSAGE_BYTES };
    this.socket = new WebSocket(url, options);
    this.socket.on('open', () => this.events.onOpen());
    this.socket.on('message', (data, isBinary) => this.onMessage(data, isBinary));
    this.socket.on('pong', () => this.events.onPong());
    this.socket.on('unexpected-response', (_request, response) => this.onRefused(response));
    this.socket.on('close', (code) => this.onClosed(code));
    // A close always follows, and says all that is needed.
    this.socket.on('error', () => undefined);
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  get bufferedBytes(): number {
    return this.socket.bufferedAmount;
  }

  /** Bytes are masked into memory of the socket's own before this returns. What is sent to a socket that is not open is dropped. */
  send(data: string | Uint8Array): void {
    if (this.isOpen) this.socket.send(data);
  }

  ping(): void {
    if (this.isOpen) this.socket.ping();
  }

  /** Ends the connection at once; nothing is told afterwards. */
  terminate(): void {
    this.isOver = true;
    // A goodbye spares vendors a session that counts against the limit until it times out.
    if (this.isOpen) this.socket.close(1000);
    this.socket.terminate();
  }

  private onMessage(data: WebSocket.RawData, isBinary: boolean): void {
    if (this.isOver) return;
    if (isBinary) this.events.onBinary();
    else this.events.onText((data as Buffer).toString('utf8'));
  }

  private onRefused(response: IncomingMessage): void {
    response.destroy();
    if (this.isOver) return;
    this.isOver = true;
    this.events.onRefused(response.statusCode ?? 0, response.headers['retry-after']);
    this.socket.terminate();
  }

  private onClosed(code: number): void {
    if (this.isOver) return;
    this.isOver = true;
    this.events.onClosed(code);
  }
}
