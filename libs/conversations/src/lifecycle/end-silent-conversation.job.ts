import { endSilentConversation, type JobPayload } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobHandler, RescheduleJob, type HandlesJob } from '#libs/queue';
import { RecordingArchive } from '../audio/recording-archive.js';
import { silenceDeadlineMs } from '../live/connect.rules.js';
import { LiveRegistry } from '../live/live-registry.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { ConversationLifecycle } from './conversation-lifecycle.js';

/** How long a conversation is given when its time is up while words of it are still being recognized. */
const RECOGNITION_GRACE_MS = 5_000;

/** The silence timer: ends a conversation in which nothing was said for its time, and puts itself off otherwise. */
@JobHandler(endSilentConversation)
export class EndSilentConversationJob implements HandlesJob<typeof endSilentConversation> {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly lifecycle: ConversationLifecycle,
    private readonly live: LiveRegistry,
    private readonly archive: RecordingArchive,
    private readonly clock: Clock,
  ) {}

  async handle({ ownerId, conversationId }: JobPayload<typeof endSilentConversation>): Promise<void> {
    const row = await this.conversations.findRow(ownerId, conversationId);
    if (row?.status !== 'in_progress') return;
    const remainingMs = silenceDeadlineMs(row) - this.clock.nowMs();
    if (remainingMs > 0) throw new RescheduleJob(remainingMs);
    if (await this.hasUnstoredWords(ownerId, conversationId)) throw new RescheduleJob(RECOGNITION_GRACE_MS);
    await this.lifecycle.end(ownerId, conversationId);
  }

  private async hasUnstoredWords(ownerId: string, conversationId: string): Promise<boolean> {
    const recordings = this.live.ofConversation(ownerId, conversationId);
    return (
      recordings.some((recording) => recording.hasUnstoredSpeech) ||
      this.archive.hasUnheardAudio(ownerId, conversationId)
    );
  }
}
