import { WebSocket } from 'ws';
import { ListenClient } from '#libs/client';
import type { FleetOrder } from './fleet-order.js';
import type { Histogram } from './histogram.js';

/** One device of a fleet: takes a frame every 20 ms from it. */
export interface SimulatedDevice {
  connect(): Promise<void>;
  send(frame: Uint8Array): void;
  /** Frames that are not durable yet. */
  readonly left: number;
  readonly bufferedBytes: number;
  readonly isOpen: boolean;
  close(): void;
}

/** Counts of a whole fleet. */
export interface FleetCounts {
  readonly acks: Histogram;
  lost: number;
  busy: number;
}

export function deviceOf(order: FleetOrder, index: number, counts: FleetCounts): SimulatedDevice {
  return order.protocol === 'mneme'
    ? new MnemeDevice(order, index, counts)
    : new PlainDevice(order, index, counts);
}

/** Speaks the Mneme protocol through its client. */
class MnemeDevice implements SimulatedDevice {
  private readonly client: ListenClient;
  /** When each frame that is not durable was spoken. */
  private readonly spokenMs: number[] = [];
  private durableSeq = 0;
  isOpen = false;

  constructor({ url, token, name = 'fleet' }: FleetOrder, index: number, counts: FleetCounts) {
    this.client = new ListenClient(
      { url, token, codec: 'opus_fs320', sampleRate: 16_000, query: { device_id: `${name}-${index}` } },
      {
        durable: (seq) => {
          const nowMs = performance.now();
          for (; this.durableSeq < seq; this.durableSeq += 1) counts.acks.add(nowMs - this.spokenMs.shift()!);
        },
        connection: (state, reason) => {
          if (reason?.code === 'SERVER_BUSY') counts.busy += 1;
          else if (state === 'lost' && this.isOpen) counts.lost += 1;
          this.isOpen = state === 'connected';
        },
      },
    );
  }

  get left(): number {
    return this.spokenMs.length;
  }
  get bufferedBytes(): number {
    return this.client.pendingBytes;
  }

  connect(): Promise<void> {
    return this.client.connect();
  }

  send(frame: Uint8Array): void {
    this.spokenMs.push(performance.now());
    this.client.write(frame);
  }

  close(): void {
    this.client.close();
  }
}

/** A plain WebSocket, as Omi's clients open it: one frame a message, pings answered with two bytes. */
class PlainDevice implements SimulatedDevice {
  private readonly socket: WebSocket;
  readonly left = 0;

  constructor({ url, token, name = 'fleet' }: FleetOrder, index: number, counts: FleetCounts) {
    const query = `codec=opus_fs320&sample_rate=16000&language=en&uid=x&include_speech_profile=true`;
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/v4/listen?${query}`, {
      headers: {
        Authorization: `Bearer ${token}`,
        'X-Device-Id-Hash': `${name}-${index}`,
        'X-App-Platform': 'bench',
      },
      perMessageDeflate: false,
    });
    this.socket.on('message', (data: Buffer) => {
      if (data.length === 4) this.socket.send(Uint8Array.of(0x8a, 0));
    });
    this.socket.on('close', (code) => {
      if (code === 1013) counts.busy += 1;
      else if (!this.closing) counts.lost += 1;
    });
    this.socket.on('error', () => undefined);
  }
  private closing = false;

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }
  get bufferedBytes(): number {
    return this.socket.bufferedAmount;
  }

  connect(): Promise<void> {
    return new Promise((resolve, reject) => this.socket.once('open', resolve).once('error', reject));
  }

  send(frame: Uint8Array): void {
    if (this.isOpen) this.socket.send(frame);
  }

  close(): void {
    this.closing = true;
    this.socket.close(1000);
  }
}
