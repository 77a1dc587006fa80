import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { importRecording } from '#libs/contracts';
import { Clock, toAppError, type Cancel } from '#libs/kernel';
import { Log } from '#libs/observability';
import { JobQueue } from '#libs/queue';
import { DataLifecycle } from '#libs/storage';
import { OfflineRecordingRepository } from './offline-recording.repository.js';
import { OfflineSound } from './offline-sound.js';

const SWEEP_EVERY_MS = 5 * 60_000;

/** Sees to it that every recording that waits has a job, and that deleted conversations leave nothing behind in recordings. */
@Injectable()
export class OfflineUpkeep implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private cancel: Cancel | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly recordings: OfflineRecordingRepository,
    private readonly sound: OfflineSound,
    private readonly queue: JobQueue,
    private readonly lifecycle: DataLifecycle,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.lifecycle.register({
      store: 'imported recordings',
      deleteConversation: (ownerId, id) => this.forgetConversation(ownerId, id),
      countConversation: async (ownerId, id) => (await this.recordings.ofConversation(ownerId, id)).length,
    });
  }

  onApplicationBootstrap(): void {
    this.running = this.round();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.running;
  }

  /** Answers how many had none. */
  async sweep(): Promise<number> {
    let found = 0;
    for await (const { ownerId, id: recordingId } of this.recordings.waitingOfAllOwners()) {
      const { duplicate } = await this.queue.enqueue(importRecording, { ownerId, recordingId });
      if (!duplicate) found += 1;
    }
    return found;
  }

  private async round(): Promise<void> {
    try {
      const count = await this.sweep();
      if (count > 0) this.log.warn('recordings that wait had no job', { count });
    } catch (thrown) {
      const { code, kind } = toAppError(thrown);
      this.log.error('the sweep of recordings failed', { 'error.code': code, 'error.kind': kind });
    }
    if (this.stopped) return;
    this.cancel = this.clock.after(SWEEP_EVERY_MS, () => void (this.running = this.round()));
  }

  /** What was said in it stays taken: the same bytes do not bring it back. Sound that is kept for other words of it goes when those are done. */
  private async forgetConversation(ownerId: string, conversationId: string): Promise<number> {
    const named = await this.recordings.ofConversation(ownerId, conversationId);
    for (const { id } of named) {
      const left = await this.recordings.change(ownerId, id, ({ spans }) => ({
        spans: spans!.map((span) =>
          span.conversation_id === conversationId
            ? { ...span, conversation_id: '', owes_sound: false }
            : span,
        ),
      }));
      if (left?.state === 'failed') await this.sound.discard(ownerId, id);
    }
    return named.length;
  }
}
