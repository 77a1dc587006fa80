import type { AudioAck } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { Finalizer, nothingInProgress } from '../lifecycle/finalizer.js';
import type { LiveClient, LiveHandle } from './live-client.js';
import type { LiveRecording } from './live-recording.js';

/** One client's grip on a recording, for as long as no other client has taken it over. */
export class LiveConnection implements LiveHandle {
  constructor(
    private readonly recording: LiveRecording,
    private readonly client: LiveClient,
    private readonly finalizer: Finalizer,
  ) {}

  get sessionId(): string {
    return this.recording.sessionId;
  }
  get durableSeq(): number {
    return this.recording.durableSeq;
  }
  get conversationId(): string | null {
    return this.recording.conversationId;
  }

  async push(firstSeq: number, frames: readonly Uint8Array[]): Promise<AudioAck> {
    return this.held().push(firstSeq, frames);
  }

  async end(): Promise<{ durable: number }> {
    return this.held().end();
  }

  async finalize(): Promise<{ conversation_id: string }> {
    const { ownerId } = this.held();
    await this.recording.flush();
    if (this.conversationId === null) throw nothingInProgress();
    const { id } = await this.finalizer.finalize(ownerId, this.conversationId);
    return { conversation_id: id };
  }

  async flush(): Promise<void> {
    await this.held().flush();
  }

  async suggest(): Promise<void> {
    return Promise.reject(notYet());
  }

  async assignSpeaker(): Promise<void> {
    return Promise.reject(notYet());
  }

  async addPhoto(): Promise<void> {
    return Promise.reject(notYet());
  }

  detach(): void {
    this.recording.detach(this.client);
  }

  private held(): LiveRecording {
    if (this.recording.isHeldBy(this.client)) return this.recording;
    throw new AppError(
      'conflict',
      'SESSION_TAKEN_OVER',
      'This recording goes on over another connection of the same device.',
    );
  }
}

function notYet(): AppError {
  return new AppError('unavailable', 'NOT_SUPPORTED', 'This server does not take that yet.');
}
