import { processConversation, type JobPayload } from '#libs/contracts';
import { AppError, isRetryable, toAppError } from '#libs/kernel';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { ConversationLifecycle } from '../lifecycle/conversation-lifecycle.js';
import { ConversationPipeline } from './conversation-pipeline.js';

/** Processes a finished conversation; when that fails for good, the conversation says so. */
@JobHandler(processConversation)
export class ProcessConversationJob implements HandlesJob<typeof processConversation> {
  constructor(
    private readonly pipeline: ConversationPipeline,
    private readonly lifecycle: ConversationLifecycle,
  ) {}

  async handle(run: JobPayload<typeof processConversation>, { attempt, signal }: JobContext): Promise<void> {
    try {
      await this.pipeline.run(run, signal);
    } catch (thrown) {
      const error = signal.aborted ? interrupted(thrown) : toAppError(thrown);
      const isLast = attempt >= processConversation.attempts;
      if (isLast || !isRetryable(error)) await this.lifecycle.fail(run, error.code);
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
