import { mergeConversations, type JobPayload } from '#libs/contracts';
import { isRetryable, toAppError } from '#libs/kernel';
import { JobHandler, RescheduleJob, type HandlesJob, type JobContext } from '#libs/queue';
import { MergeProgress } from './merge-progress.js';

/** Processing of a long talk takes a second or two without a language model. */
const LOOK_AGAIN_MS = 1_000;

/** Takes a merge as far as it goes. What fails for good before anything is hidden puts the sources back. */
@JobHandler(mergeConversations)
export class MergeConversationsJob implements HandlesJob<typeof mergeConversations> {
  constructor(private readonly progress: MergeProgress) {}

  async handle(
    { ownerId, mergeId }: JobPayload<typeof mergeConversations>,
    { attempt, signal }: JobContext,
  ): Promise<void> {
    try {
      let step = await this.progress.step(ownerId, mergeId);
      while (step === 'again') {
        signal.throwIfAborted();
        step = await this.progress.step(ownerId, mergeId);
      }
      if (step === 'wait') throw new RescheduleJob(LOOK_AGAIN_MS);
    } catch (thrown) {
      if (thrown instanceof RescheduleJob || signal.aborted) throw thrown;
      const error = toAppError(thrown);
      const isLast = attempt >= mergeConversations.attempts || !isRetryable(error);
      // Putting the sources back is the rest of this work, and not a failure of its own.
      if (isLast && (await this.progress.giveUp(ownerId, mergeId, error.code))) throw new RescheduleJob(0);
      throw error;
    }
  }
}
