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
/** How long it is given when nobody can recognize them at the moment: that may be over soon, and may last for days. */
const RECOGNIZER_GRACE_MS = 30_000;
/** Words that a recognizer has not found by then get a conversation of their own: this one must not wait for ever. */
const MAX_RECOGNITION_WAIT_MS = 60 * 60_000;

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
    const row = await this.conversations.findHead(ownerId, conversationId);
    if (row?.status !== 'in_progress') return;
    const remainingMs = silenceDeadlineMs(row) - this.clock.nowMs();
    if (remainingMs > 0) throw new RescheduleJob(remainingMs);
    if (await this.waitsForRecognizer(ownerId, conversationId)) throw new RescheduleJob(RECOGNIZER_GRACE_MS);
    const mayWait = -remainingMs < MAX_RECOGNITION_WAIT_MS;
    if (mayWait && (await this.isBeingRecognized(ownerId, conversationId)))
      throw new RescheduleJob(RECOGNITION_GRACE_MS);
    await this.lifecycle.end(ownerId, conversationId);
  }

  /** Here or on the machine where it is recorded, which then takes this job some time. */
  private async isBeingRecognized(ownerId: string, conversationId: string): Promise<boolean> {
    const recordings = this.live.ofConversation(ownerId, conversationId);
    if (recordings.some((recording) => recording.hasUnstoredSpeech)) return true;
    return (await this.archive.elsewhere(ownerId, conversationId)) === 'recording';
  }

  /** Whether audio of it lies there and nobody can tell what was said: without that the conversation is not whole, however long it takes. */
  private async waitsForRecognizer(ownerId: string, conversationId: string): Promise<boolean> {
    const recordings = this.live.ofConversation(ownerId, conversationId);
    const isAway = recordings.some((recording) => recording.isRecognizerAway && recording.hasUnstoredSpeech);
    return isAway || this.archive.hasUnheardAudio(ownerId, conversationId);
  }
}
