import { storeConversationAudio, type AudioFile, type JobPayload } from '#libs/contracts';
import { BlobStore } from '#libs/storage';
import { JobHandler, RescheduleJob, type HandlesJob } from '#libs/queue';
import { audioPrefix } from '../store/audio-keys.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { RecordingArchive } from './recording-archive.js';

/** How soon it is tried whether another machine takes this job for the sound that lies there. */
const ANOTHER_MACHINE_MS = 5_000;

/** Turns what capture logs hold of a finished conversation into recordings, and only then lets the logs go. */
@JobHandler(storeConversationAudio)
export class StoreConversationAudioJob implements HandlesJob<typeof storeConversationAudio> {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly archive: RecordingArchive,
    private readonly blobs: BlobStore,
  ) {}

  async handle({ ownerId, conversationId }: JobPayload<typeof storeConversationAudio>): Promise<void> {
    const row = await this.conversations.findRow(ownerId, conversationId);
    if (!row || row.status === 'in_progress') return;
    const files = await this.archive.record(ownerId, conversationId, row.started_at);
    const listed = await this.conversations.change(ownerId, conversationId, (current) => ({
      audio_files: withFiles(current.audio_files, files),
    }));
    // Deleted while it was being written: the purge may have come before the last file.
    if (!listed) await this.blobs.deleteByPrefix(audioPrefix(ownerId, conversationId));
    else await this.archive.settle(ownerId, conversationId, 'stored');
    if (await this.archive.elsewhere(ownerId, conversationId)) throw new RescheduleJob(ANOTHER_MACHINE_MS);
  }
}

/** In order of time; a file that is written again takes its own place. */
function withFiles(known: readonly AudioFile[], files: readonly AudioFile[]): AudioFile[] {
  const byId = new Map([...known, ...files].map((file) => [file.id, file]));
  return [...byId.values()].sort((a, b) => (a.started_at?.getTime() ?? 0) - (b.started_at?.getTime() ?? 0));
}
