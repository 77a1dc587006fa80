import { io, type Socket } from 'socket.io-client';
import type {
  AudioAck,
  ListenClientEvents,
  ListenServerEvents,
  TranscriptSegment,
  WireError,
} from '#libs/contracts';
import { packFrames } from '#libs/contracts';

export type DeviceSocket = Socket<ListenServerEvents, ListenClientEvents>;
export type BatchAnswer = AudioAck | { error: WireError };

/** A device as a stranger would write it from docs/listen.md: a bare Socket.IO client that keeps what it is told. */
export class Device {
  readonly segments = new Map<string, TranscriptSegment>();
  readonly partials: string[] = [];
  readonly errors: WireError[] = [];
  /** How speech stands, newest last. */
  readonly statuses: { status: string; reason?: string }[] = [];
  sessionId = '';
  conversationId = '';
  durable = 0;

  private constructor(readonly socket: DeviceSocket) {
    socket.on('segments', (segments) =>
      segments.forEach((segment) => this.segments.set(segment.id, segment)),
    );
    socket.on('segments_deleted', ({ segment_ids }) => segment_ids.forEach((id) => this.segments.delete(id)));
    socket.on('partial', ({ text }) => void this.partials.push(text));
    socket.on('session.error', (error) => void this.errors.push(error));
    socket.on('service_status', (status) => void this.statuses.push(status));
    socket.on('conversation_session', ({ conversation_id }) => void (this.conversationId = conversation_id));
  }

  /** Connects; rejects with the `data` of a refusal. */
  static async connect(url: string, token: string, query: Record<string, unknown> = {}): Promise<Device> {
    const socket: DeviceSocket = io(`${url}/v4/listen`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: token ? { token } : {},
      query: { codec: 'opus_fs320', sample_rate: 16_000, language: 'en', device_id: 'test-device', ...query },
    });
    const device = new Device(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('session.ready', (event) => {
        device.sessionId = event.session_id;
        device.durable = event.durable;
        device.conversationId = event.conversation_id;
        resolve();
      });
      socket.once('connect_error', (error) =>
        reject(Object.assign(error, { refusal: (error as { data?: WireError }).data })),
      );
      socket.once('session.error', (error) =>
        reject(Object.assign(new Error(error.message), { refusal: error })),
      );
    });
    return device;
  }

  send(firstSeq: number, frames: readonly Uint8Array[]): Promise<BatchAnswer> {
    return this.sendRaw(firstSeq, packFrames(frames));
  }

  /** Sends whatever a broken device might send. */
  sendRaw(firstSeq: unknown, packed: unknown): Promise<BatchAnswer> {
    return this.socket.timeout(30_000).emitWithAck('audio.batch', firstSeq as number, packed as Uint8Array);
  }

  /** Sends packets as fast as they are acknowledged, from number `firstSeq` on; waits when it is told to. */
  async sendAll(packets: readonly Uint8Array[], firstSeq = 1, batchSize = 50): Promise<void> {
    for (let index = 0; index < packets.length;) {
      const answer = await this.send(firstSeq + index, packets.slice(index, index + batchSize));
      if (!('error' in answer)) {
        this.durable = answer.durable;
        index += batchSize;
      } else if (answer.error.retry_after_ms === undefined) {
        throw new Error(`refused: ${answer.error.code}`);
      } else {
        await new Promise((resolve) => setTimeout(resolve, answer.error.retry_after_ms));
      }
    }
  }

  end(): Promise<unknown> {
    return this.socket.timeout(120_000).emitWithAck('audio.end');
  }

  async finalize(): Promise<string> {
    const answer = await this.socket.timeout(120_000).emitWithAck('conversation.finalize');
    if ('error' in answer) throw new Error(answer.error.code);
    return answer.conversation_id;
  }

  get text(): string {
    return [...this.segments.values()]
      .sort((a, b) => a.start - b.start)
      .map((segment) => segment.text)
      .join(' ');
  }

  close(): void {
    this.socket.disconnect();
  }
}
