import { Injectable } from '@nestjs/common';
import { DocumentStore } from '#libs/storage';
import { ConversationLifecycle } from '../lifecycle/conversation-lifecycle.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { MergeRecord } from './merge-record.js';
import { MergeRepository } from './merge.repository.js';

/** Puts the merged conversation in the place of its sources once it is understood: they are still there, and nobody sees them. */
@Injectable()
export class MergeHiding {
  constructor(
    private readonly store: DocumentStore,
    private readonly merges: MergeRepository,
    private readonly conversations: ConversationRepository,
    private readonly lifecycle: ConversationLifecycle,
  ) {}

  /** False while the merged conversation is being processed. One that failed, or was deleted, has the merge taken back. */
  async hideWhenProcessed(ownerId: string, record: MergeRecord): Promise<boolean> {
    const merged = await this.conversations.findStoredHead(ownerId, record.id);
    if (merged?.status === 'processing') {
      await this.lifecycle.handOver(ownerId, merged);
      return false;
    }
    if (merged?.status === 'completed') await this.hide(ownerId, record);
    else await this.merges.giveUp(ownerId, record.id, merged?.failure_code ?? 'MERGED_CONVERSATION_MISSING');
    return true;
  }

  /** All at once. Their recordings are not let go of while the merged conversation plays them. */
  private async hide(ownerId: string, { id: mergeId, source_ids: sourceIds }: MergeRecord): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const record = await this.merges.read(transaction, ownerId, mergeId);
      if (record?.state !== 'processing') return;
      const rows = await Promise.all(
        sourceIds.map((id) => this.conversations.readRow(transaction, ownerId, id)),
      );
      for (const row of rows) {
        if (row?.merged_into !== mergeId) continue;
        this.conversations.updateIn(transaction, ownerId, row.id, { status: 'merged', sound_since: null });
      }
      this.merges.update(transaction, ownerId, mergeId, { state: 'settling' });
    });
  }
}
