import type { DeepgramTransport, DeepgramTransportMessage } from '@deepgram/sdk';
import { VendorSocket } from './vendor-socket.js';

export interface DeepgramTransportEvents {
  onPong(): void;
  /** Deepgram sends none. */
  onBinary(): void;
  onRefused(status: number, retryAfter: string | undefined): void;
  onClosed(code: number): void;
}

/**
 * The socket under the SDK's connection, through the seam that the SDK has for it: its own sockets keep the status of a refused handshake
 * and pongs to themselves, connect again by themselves, and cannot be terminated.
 */
export class DeepgramSocketTransport implements DeepgramTransport {
  readonly socket: VendorSocket;
  private tellOpen: () => void = () => undefined;
  private tellMessage: (message: DeepgramTransportMessage) => void = () => undefined;
  private tellClose: (event: { code?: number }) => void = () => undefined;

  constructor(url: string, headers: Readonly<Record<string, string>>, events: DeepgramTransportEvents) {
    this.socket = new VendorSocket(url, headers, {
      onOpen: () => this.tellOpen(),
      onText: (text) => this.tellMessage(text),
      onBinary: () => events.onBinary(),
      onPong: () => events.onPong(),
      onRefused: (status, retryAfter) => {
        events.onRefused(status, retryAfter);
        this.tellClose({ code: 1006 });
      },
      onClosed: (code) => {
        events.onClosed(code);
        this.tellClose({ code });
      },
    });
  }

  isOpen(): boolean {
    return this.socket.isOpen;
  }
  send(data: DeepgramTransportMessage): void {
    this.socket.send(data as string | Uint8Array);
  }
  close(): void {
    this.socket.terminate();
  }
  onOpen(listener: () => void): void {
    this.tellOpen = listener;
  }
  onMessage(listener: (message: DeepgramTransportMessage) => void): void {
    this.tellMessage = listener;
  }
  onClose(listener: (event: { code?: number }) => void): void {
    this.tellClose = listener;
  }
  /** Every failure is told as a close. */
  onError(): void {}
}
