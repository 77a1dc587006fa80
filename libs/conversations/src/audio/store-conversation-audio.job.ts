import { storeConversationAudio, type AudioFile, type JobPayload } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { JobHandler, RescheduleJob, type HandlesJob } from '#libs/queue';
import { audioPrefix } from '../store/audio-keys.js';
import { ConversationRepository } from '../store/conversation.repository.js';
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
    const row = await this.conversations.findHead(ownerId, conversationId);
    if (!row || row.status === 'in_progress') return;
    const files = await this.archive.record(ownerId, conversationId, row.started_at);
    const listed = await this.conversations.changeHead(ownerId, conversationId, (current) => ({
      audio_files: withFiles(current.audio_files, files),
    }));
    // Deleted while it was being written: the purge may have come before the last file.
    if (!listed) await this.blobs.deleteByPrefix(audioPrefix(ownerId, conversationId));
    else await this.archive.settle(ownerId, conversationId, 'stored');
    if (await this.archive.elsewhere(ownerId, conversationId)) {
      throw new RescheduleJob(this.waitForOthersMs(row.finished_at));
    }
  }

  private waitForOthersMs(finishedAt: Date): number {
    const { soonestMs, latestMs, ofAge } = ANOTHER_MACHINE;
    const ageMs = this.clock.nowMs() - finishedAt.getTime();
    return Math.min(latestMs, Math.max(soonestMs, ageMs * ofAge));
  }
}

/** In order of time; a file that is written again takes its own place. */
function withFiles(known: readonly AudioFile[], files: readonly AudioFile[]): AudioFile[] {
  const byId = new Map([...known, ...files].map((file) => [file.id, file]));
  return [...byId.values()].sort((a, b) => (a.started_at?.getTime() ?? 0) - (b.started_at?.getTime() ?? 0));
}
