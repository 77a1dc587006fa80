import { pullTaskService, type JobPayload } from '#libs/contracts';
import { isRetryable, toAppError } from '#libs/kernel';
import { JobHandler, RescheduleJob, type HandlesJob } from '#libs/queue';
import { TaskConnections } from './task-connections.js';
import { TaskPull } from './task-pull.js';

/** How long a task that was ticked off elsewhere may stay open here. */
const EVERY_MS = 10 * 60_000;

/** Looks every few minutes whether anything was completed in the owner's task service. Ends with the connection. */
@JobHandler(pullTaskService)
export class PullTaskServiceJob implements HandlesJob<typeof pullTaskService> {
  constructor(
    private readonly pull: TaskPull,
    private readonly connections: TaskConnections,
  ) {}

  async handle({ ownerId }: JobPayload<typeof pullTaskService>): Promise<void> {
    try {
      await this.pull.pull(ownerId);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.kind === 'bug') throw error;
      const connection = await this.connections.find(ownerId);
      // A server that is away for a week is looked at again when it is back; one that refuses waits for its owner.
      if (connection) await this.connections.note(ownerId, connection, { failure_code: error.code });
      if (!isRetryable(error)) return;
    }
    if (await this.connections.find(ownerId)) throw new RescheduleJob(EVERY_MS);
  }
}
