import { purgeAccount, type JobPayload } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobHandler, RescheduleJob, type HandlesJob } from '#libs/queue';
import { AccountDeletion } from './account-deletion.js';
import { ClosedAccounts } from './closed-accounts.js';

/** What was under way when the account was closed (a request, a job, another process's live session) has written its last by then. */
export const LATE_WRITES_MS = 120_000;

/** Empties a closed account at once, and once more when nothing can be under way any longer. */
@JobHandler(purgeAccount)
export class PurgeAccountJob implements HandlesJob<typeof purgeAccount> {
  constructor(
    private readonly deletion: AccountDeletion,
    private readonly closed: ClosedAccounts,
    private readonly clock: Clock,
  ) {}

  async handle({ accountId }: JobPayload<typeof purgeAccount>): Promise<void> {
    await this.deletion.purge(accountId);
    const closedAt = await this.closed.closedAt(accountId);
    const waitMs = closedAt === null ? 0 : closedAt.getTime() + LATE_WRITES_MS - this.clock.nowMs();
    if (waitMs > 0) throw new RescheduleJob(waitMs);
    await this.deletion.finish(accountId);
  }
}
