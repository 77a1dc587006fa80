import { Injectable } from '@nestjs/common';
import { minusStats, NO_STATS, OwnerUsage, type UsageStats } from '#libs/accounts';
import { Collection, DocumentStore } from '#libs/storage';
import { ConversationRepository } from '../store/conversation.repository.js';
import { countedUsageCollection, type CountedUsage } from './cost-collections.js';

const ID = 'counted';

/** Counts a conversation in its owner's usage. Doing so again counts what has changed since, so that repeated jobs count nothing twice. */
@Injectable()
export class ConversationUsage {
  private readonly counted: Collection<CountedUsage>;

  constructor(
    private readonly store: DocumentStore,
    private readonly usage: OwnerUsage,
    private readonly conversations: ConversationRepository,
  ) {
    this.counted = new Collection(store, countedUsageCollection);
  }

  /**
   * What it now amounts to; what is left out stays as it was counted. It counts to the hour in which it began. One that was deleted meanwhile
   * leaves nothing behind.
   */
  async count(
    ownerId: string,
    { id: conversationId, started_at: startedAt }: { readonly id: string; readonly started_at: Date },
    amounts: Partial<UsageStats>,
  ): Promise<void> {
    const began = await this.usage.hourOf(ownerId, startedAt);
    await this.store.transaction(async (transaction) => {
      if (!(await this.conversations.readHead(transaction, ownerId, conversationId))) return;
      const counted = this.counted.in({ conversationId }).within(transaction);
      const before = (await counted.get(ownerId, ID))?.data ?? { hour: began, stats: NO_STATS };
      const stats = { ...before.stats, ...amounts };
      const { hour } = before;
      const writeDay = await this.usage.addIn(transaction, ownerId, hour, minusStats(stats, before.stats));
      counted.set(ownerId, ID, { hour, stats });
      writeDay();
    });
  }
}
