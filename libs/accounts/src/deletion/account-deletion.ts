import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { purgeAccount } from '#libs/contracts';
import { AppError, toAppError } from '#libs/kernel';
import { Log } from '#libs/observability';
import { JobQueue } from '#libs/queue';
import { DataLifecycle, type LifecycleReport } from '#libs/storage';
import { ClosedAccounts } from './closed-accounts.js';

/**
 * Deletes an account with everything that any store holds of it. Closing it is one transaction, after which it is as good as gone for
 * everyone; emptying the stores is a job that any crash only delays.
 */
@Injectable()
export class AccountDeletion implements OnApplicationBootstrap {
  constructor(
    private readonly closed: ClosedAccounts,
    private readonly lifecycle: DataLifecycle,
    private readonly queue: JobQueue,
    private readonly log: Log,
  ) {
    lifecycle.register({
      store: 'jobs',
      closeOwner: async (ownerId) => void (await queue.forget({ ownerId })),
      deleteOwner: (ownerId) => queue.forget({ ownerId }),
      countOwner: (ownerId) => queue.count({ ownerId }),
    });
  }

  /** Deletions that were cut off before their job was put in. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      for await (const accountId of this.closed.unpurged()) {
        await this.queue.enqueue(purgeAccount, { accountId });
      }
    } catch (thrown) {
      const { code, kind } = toAppError(thrown);
      this.log.error('unfinished deletions were not looked for', { 'error.code': code, 'error.kind': kind });
    }
  }

  /** Closes the account at once and has the rest deleted. Doing so again is fine. */
  async request(accountId: string): Promise<void> {
    await this.closed.close(accountId);
    await this.queue.enqueue(purgeAccount, { accountId });
  }

  /**
   * Empties every store and proves it. Answers what went, by store.
   * @throws AppError `unavailable` PURGE_INCOMPLETE naming the stores that still hold something (a job that is just ending, an open session)
   */
  async purge(accountId: string): Promise<LifecycleReport[]> {
    await this.closed.close(accountId);
    const removed = await this.lifecycle.deleteOwner(accountId);
    const left = await this.lifecycle.findOwner(accountId);
    if (left.length === 0) return removed;
    throw new AppError('unavailable', 'PURGE_INCOMPLETE', 'Something of the account is still there.', {
      stores: left.map((report) => report.store),
    });
  }

  /** After a purge that came late enough to have caught everything. */
  async finish(accountId: string): Promise<void> {
    await this.closed.markPurged(accountId);
    this.log.info('account purged', { 'user.id': accountId });
  }
}
