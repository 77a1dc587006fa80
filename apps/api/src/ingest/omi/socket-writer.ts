import { WebSocket } from 'ws';

/** Bytes that may wait for a client which does not read: minutes of its transcript. */
export const MAX_WAITING_BYTES = 1024 * 1024;

/** The only way to a client: text in the order in which it was given, never more waiting than a client that reads would leave. */
export class SocketWriter {
  private full = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly onSlow: () => void,
  ) {}

  /** Passes over what a closing socket cannot take any more: what was said is stored, and read again by the next connection. */
  send(text: string): void {
    if (this.full || this.socket.readyState !== WebSocket.OPEN) return;
    if (this.socket.bufferedAmount > MAX_WAITING_BYTES) {
      this.full = true;
      this.onSlow();
      return;
    }
    this.socket.send(text);
  }
}
