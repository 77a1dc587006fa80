import { storeConversationAudio, type AudioFile, type JobPayload } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { JobHandler, RescheduleJob, type HandlesJob } from '#libs/queue';
import { audioPrefix } from '../store/audio-keys.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { withSound } from './audio-files.rules.js';
import { RecordingArchive } from './recording-archive.js';

/** How soon it is tried whether another machine takes this job for the sound that lies there: ever later, in case that one is lost for good. */
const ANOTHER_MACHINE = { soonestMs: 5_000, latestMs: 60 * 60_000, ofAge: 0.1 } as const;

/** Turns what capture logs hold of a finished conversation into recordings, and only then lets the logs go. */
@JobHandler(storeConversationAudio)
export class StoreConversationAudioJob implements HandlesJob<typeof storeConversationAudio> {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly archive: RecordingArchive,
    private readonly blobs: BlobStore,
    private readonly clock: Clock,
  ) {}

  async handle({ ownerId, conversationId }: JobPayload<typeof storeConversationAudio>): Promise<void> {
    const row = await this.conversations.findStoredHead(ownerId, conversationId);
    if (!row || row.status === 'in_progress') return;
    const files = await this.archive.record(ownerId, conversationId, row.started_at);
    const listed = await this.conversations.changeHead(ownerId, conversationId, (current) =>
      withSound(current, files),
    );
    if (listed?.merged_into) await this.listIn(ownerId, listed.merged_into, files);
    // Deleted while it was being written: the purge may have come before the last file.
    if (!listed) await this.blobs.deleteByPrefix(audioPrefix(ownerId, conversationId));
    else await this.archive.settle(ownerId, conversationId, 'stored');
    if (await this.archive.elsewhere(ownerId, conversationId)) {
      throw new RescheduleJob(this.waitForOthersMs(row.finished_at));
    }
  }

  /** What it was merged into plays its sound too. */
  private async listIn(ownerId: string, mergedId: string, files: readonly AudioFile[]): Promise<void> {
    await this.conversations.changeHead(ownerId, mergedId, (merged) => withSound(merged, files));
  }

  private waitForOthersMs(finishedAt: Date): number {
    const { soonestMs, latestMs, ofAge } = ANOTHER_MACHINE;
    const ageMs = this.clock.nowMs() - finishedAt.getTime();
    return Math.min(latestMs, Math.max(soonestMs, ageMs * ofAge));
  }
}
