import { io, type Socket } from 'socket.io-client';
import {
  packFrames,
  type AudioAck,
  type ListenClientEvents,
  type ListenServerEvents,
  type WireError,
} from '#libs/contracts';
import { AppError, type Clock } from '#libs/kernel';
import { PACKET_MS } from './opus-packets.js';

export type ListenSocket = Socket<ListenServerEvents, ListenClientEvents>;

/** How much sound travels in one message: little enough to stay live, much enough to save messages. */
const BATCH_MS = 100;
const BATCH_PACKETS = BATCH_MS / PACKET_MS;
/** A device has a small memory: so many batches may wait for their acknowledgement before it holds back. */
const MAX_UNACKNOWLEDGED = 50;
const ACK_TIMEOUT_MS = 15_000;

/** Plays a device: sends packets at the pace of the recording and keeps each until the server has it on disk. */
export class ListenClient {
  private constructor(
    readonly socket: ListenSocket,
    private readonly clock: Clock,
  ) {}

  /** Connects. Errors: `unavailable` SERVER_UNREACHABLE, or what the server refused with. */
  static async connect(url: string, token: string, clock: Clock): Promise<ListenClient> {
    const socket: ListenSocket = io(`${url}/v4/listen`, {
      transports: ['websocket'],
      auth: { token },
      query: { codec: 'opus_fs320', sample_rate: 16_000, language: 'en', device_id: 'demo-device' },
      reconnectionAttempts: 5,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('session.ready', () => resolve());
      socket.once('session.error', (error) => reject(refusal(error)));
      socket.once('connect_error', (error) => reject(refusal((error as { data?: WireError }).data, url)));
    });
    return new ListenClient(socket, clock);
  }

  /**
   * Sends all packets, `speed` times as fast as they were spoken, and resolves when every one is durable.
   * @param onAck milliseconds from sending a batch to its acknowledgement
   */
  async stream(
    packets: readonly Uint8Array[],
    speed: number,
    onAck: (ms: number, sentMs: number) => void,
  ): Promise<void> {
    const startedMs = this.clock.monotonicMs();
    const pending = new Set<Promise<void>>();
    for (let index = 0; index < packets.length; index += BATCH_PACKETS) {
      const dueMs = startedMs + (index * PACKET_MS) / speed;
      await this.clock.sleep(Math.max(0, dueMs - this.clock.monotonicMs()));
      const sending = this.send(index + 1, packets.slice(index, index + BATCH_PACKETS), onAck);
      pending.add(sending);
      sending.then(
        () => pending.delete(sending),
        () => undefined,
      );
      if (pending.size >= MAX_UNACKNOWLEDGED) await Promise.race(pending);
    }
    await Promise.all(pending);
  }

  /** Tells that no more sound comes; resolves when its last words were recognized. */
  async end(): Promise<void> {
    const answer = await this.socket.timeout(10 * 60_000).emitWithAck('audio.end');
    if ('error' in answer) throw refusal(answer.error);
  }

  /** Ends the conversation; resolves with its id when it is handed over to processing. */
  async finalize(): Promise<string> {
    const answer = await this.socket.timeout(10 * 60_000).emitWithAck('conversation.finalize');
    if ('error' in answer) throw refusal(answer.error);
    return answer.conversation_id;
  }

  close(): void {
    this.socket.disconnect();
  }

  private async send(
    firstSeq: number,
    packets: Uint8Array[],
    onAck: (ms: number, sentMs: number) => void,
  ): Promise<void> {
    const sentMs = this.clock.monotonicMs();
    const packed = packFrames(packets);
    for (;;) {
      const answer: AudioAck | { error: WireError } = await this.socket
        .timeout(ACK_TIMEOUT_MS)
        .emitWithAck('audio.batch', firstSeq, packed);
      if (!('error' in answer)) break;
      if (answer.error.retry_after_ms === undefined) throw refusal(answer.error);
      await this.clock.sleep(answer.error.retry_after_ms); // The server holds us back; it keeps what it acknowledged.
    }
    onAck(this.clock.monotonicMs() - sentMs, firstSeq * PACKET_MS);
  }
}

function refusal(error: WireError | undefined, url = ''): AppError {
  if (error) return new AppError('invalid', error.code, error.message);
  return new AppError(
    'unavailable',
    'SERVER_UNREACHABLE',
    `No Mneme server answers at ${url}; is it running (npm start)?`,
  );
}
