import { ListenClient, type ListenHandlers } from '#libs/client';
import { AppError, type Clock } from '#libs/kernel';
import { OPUS_PACKET_MS } from '#libs/transcription';

/** A device has a small memory: so much may wait to be durable before it holds back. About four minutes of its Opus. */
const MEMORY_BYTES = 1024 * 1024;
const CONNECT_ATTEMPTS = 3;

/** Plays a device: sends a recording's packets at the pace in which they were spoken. */
export class RecordingPlayer {
  private constructor(
    private readonly client: ListenClient,
    private readonly clock: Clock,
  ) {}

  /** Connects. Errors: `unavailable` SERVER_UNREACHABLE, or what the server refused with. */
  static async connect(
    server: { readonly url: string; readonly token: string },
    handlers: ListenHandlers,
    clock: Clock,
  ): Promise<RecordingPlayer> {
    const client = new ListenClient(
      {
        ...server,
        codec: 'opus_fs320',
        sampleRate: 16_000,
        query: { language: 'en', device_id: 'demo-device' },
        clock,
        connectAttempts: CONNECT_ATTEMPTS,
      },
      handlers,
    );
    await client.connect();
    return new RecordingPlayer(client, clock);
  }

  /**
   * Sends all packets, `speed` times as fast as they were spoken, and resolves when every one is durable.
   * @param onProgress sound that was sent, milliseconds
   */
  async play(
    packets: readonly Uint8Array[],
    speed: number,
    onProgress: (sentMs: number) => void,
  ): Promise<void> {
    const startedMs = this.clock.monotonicMs();
    for (const [index, packet] of packets.entries()) {
      const dueMs = startedMs + (index * OPUS_PACKET_MS) / speed;
      const waitMs = dueMs - this.clock.monotonicMs();
      if (waitMs > 1) {
        onProgress(index * OPUS_PACKET_MS);
        await this.clock.sleep(waitMs);
      }
      if (this.client.pendingBytes > MEMORY_BYTES) await this.client.settled();
      this.client.write(packet);
    }
    await this.client.settled();
    onProgress(packets.length * OPUS_PACKET_MS);
  }

  /** Tells that no more sound comes and ends the conversation; resolves with its id when it is handed over to processing. */
  async finish(): Promise<string> {
    await this.client.end();
    return this.client.finalize();
  }

  close(): void {
    this.client.close(new AppError('conflict', 'CLIENT_CLOSED', 'The recording was played.'));
  }
}
