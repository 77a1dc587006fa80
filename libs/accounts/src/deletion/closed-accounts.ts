import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { DocumentStore } from '#libs/storage';

/**
 * What stays of a deleted account: that it is closed, so that nothing is written for it any more and a deletion that was cut off goes on.
 * It outlives `users/{uid}`, so it lies beside it, and holds nothing that its owner said.
 */
interface ClosedAccount {
  closed_at: Date;
  /** Null while something of it may be left. */
  purged_at: Date | null;
}

const COLLECTION = 'closed_accounts';
const pathOf = (uid: string) => `${COLLECTION}/${uid}`;
const PAGE = 100;

@Injectable()
export class ClosedAccounts {
  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
  ) {}

  async isClosed(uid: string): Promise<boolean> {
    return (await this.closedAt(uid)) !== null;
  }

  /** Null for an account that was never closed. */
  async closedAt(uid: string): Promise<Date | null> {
    return (await this.store.get<ClosedAccount>(pathOf(uid)))?.data.closed_at ?? null;
  }

  /** Closes the account and takes its document away, in one step: from here on its tokens are void. */
  async close(uid: string): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const known = await transaction.get<ClosedAccount>(pathOf(uid));
      const account = await transaction.get(`users/${uid}`);
      const closedAt = known?.data.closed_at ?? this.clock.now();
      transaction.write({
        kind: 'set',
        path: pathOf(uid),
        data: { closed_at: closedAt, purged_at: null } satisfies ClosedAccount,
      });
      if (account) transaction.write({ kind: 'delete', path: `users/${uid}` });
    });
  }

  /** Nothing of it is left. */
  async markPurged(uid: string): Promise<void> {
    await this.store.write([{ kind: 'merge', path: pathOf(uid), data: { purged_at: this.clock.now() } }]);
  }

  /** Closed accounts of which something may be left. */
  async *unpurged(): AsyncIterable<string> {
    const where = [{ field: 'purged_at', op: '==', value: null }] as const;
    for (let cursor: string | undefined; ;) {
      const page = await this.store.query({
        collection: COLLECTION,
        where,
        limit: PAGE,
        ...(cursor && { cursor }),
      });
      for (const { id } of page.documents) yield id;
      cursor = page.nextCursor;
      if (cursor === undefined) return;
    }
  }
}
