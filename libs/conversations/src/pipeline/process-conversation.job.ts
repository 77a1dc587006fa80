import { processConversation, type JobPayload } from '#libs/contracts';
import { AppError, isRetryable, toAppError } from '#libs/kernel';
import { JobHandler, RescheduleJob, type HandlesJob, type JobContext } from '#libs/queue';
import { ConversationLifecycle } from '../lifecycle/conversation-lifecycle.js';
import { PhotoDescriptions } from '../photos/photo-descriptions.js';
import { ConversationPipeline } from './conversation-pipeline.js';

/** How often it is looked whether the pictures are described. Who describes them gives up after minutes, so this ends. */
const PICTURES_GRACE_MS = 2_000;

/** Processes a finished conversation; when that fails for good, the conversation says so. */
@JobHandler(processConversation)
export class ProcessConversationJob implements HandlesJob<typeof processConversation> {
  constructor(
    private readonly pipeline: ConversationPipeline,
    private readonly lifecycle: ConversationLifecycle,
    private readonly descriptions: PhotoDescriptions,
  ) {}

  async handle(run: JobPayload<typeof processConversation>, { attempt, signal }: JobContext): Promise<void> {
    try {
      const begun = await this.lifecycle.begin(run, attempt);
      if (begun?.photo_count && (await this.descriptions.requestAll(run.ownerId, run.conversationId))) {
        throw new RescheduleJob(PICTURES_GRACE_MS);
      }
      await this.pipeline.run(run, signal);
    } catch (thrown) {
      if (thrown instanceof RescheduleJob) throw thrown;
      const error = signal.aborted ? interrupted(thrown) : toAppError(thrown);
      const isLast = attempt >= processConversation.attempts;
      if (isLast || !isRetryable(error)) await this.lifecycle.fail(run, error);
      throw error;
    }
  }
}

/** The time limit, or the process stopping; either way another attempt may succeed. */
function interrupted(cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'PROCESSING_INTERRUPTED',
    'Processing was interrupted and will be tried again.',
    {},
    { cause },
  );
}
