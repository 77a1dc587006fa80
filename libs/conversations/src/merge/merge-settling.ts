import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { DocumentStore } from '#libs/storage';
import { FolderPlaces } from '../folders/folder-places.js';
import { NotificationOutbox } from '../notifications/notification-outbox.js';
import { ConversationIndex } from '../search/conversation-index.js';
import type { MergeRecord } from './merge-record.js';
import { MergeRepository } from './merge.repository.js';

/** For so long a merge can be taken back. */
export const MERGE_TRIAL_MS = 24 * 60 * 60_000;

/** After the sources of a merge were hidden: they leave search and their folders, and their owner's clients are told. Safe to run again. */
@Injectable()
export class MergeSettling {
  constructor(
    private readonly store: DocumentStore,
    private readonly merges: MergeRepository,
    private readonly index: ConversationIndex,
    private readonly places: FolderPlaces,
    private readonly notifications: NotificationOutbox,
    private readonly clock: Clock,
  ) {}

  async settle(ownerId: string, { id: mergeId, source_ids: sourceIds }: MergeRecord): Promise<void> {
    for (const id of sourceIds) {
      await this.index.remove(ownerId, id);
      await this.places.uncount(ownerId, id);
    }
    await this.places.count(ownerId, mergeId);
    const notificationId = await this.beginTrial(ownerId, mergeId, sourceIds);
    if (notificationId !== null) await this.notifications.send(ownerId, notificationId);
  }

  /** The time begins in which the sources can be brought back. Null when somebody has decided on it already. */
  private async beginTrial(
    ownerId: string,
    mergeId: string,
    sourceIds: readonly string[],
  ): Promise<string | null> {
    const expires_at = new Date(this.clock.nowMs() + MERGE_TRIAL_MS);
    return this.store.transaction(async (transaction) => {
      const record = await this.merges.read(transaction, ownerId, mergeId);
      if (record?.state !== 'settling') return null;
      this.merges.update(transaction, ownerId, mergeId, { state: 'done', expires_at });
      return this.notifications.put(transaction, ownerId, ['merge', mergeId], {
        type: 'merge_completed',
        merged_conversation_id: mergeId,
        removed_conversation_ids: sourceIds.join(','),
      });
    });
  }
}
