import { saveActionItems, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { ConversationTasks } from './conversation-tasks.js';

/** Brings the owner's list in line with the tasks of a finished conversation. Running it again changes nothing. */
@JobHandler(saveActionItems)
export class SaveActionItemsJob implements HandlesJob<typeof saveActionItems> {
  constructor(private readonly tasks: ConversationTasks) {}

  async handle(run: JobPayload<typeof saveActionItems>, { signal }: JobContext): Promise<void> {
    await this.tasks.save(run, signal);
  }
}
