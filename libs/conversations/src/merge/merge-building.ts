import { Injectable } from '@nestjs/common';
import { AppError, Clock } from '#libs/kernel';
import { DocumentStore, type DocumentTransaction } from '#libs/storage';
import { processingOrder } from '../lifecycle/processing-order.rules.js';
import { PhotoRepository } from '../photos/photo.repository.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationRow } from '../store/conversation-row.js';
import { CarriedTasks } from './carried-tasks.js';
import type { MergeRecord } from './merge-record.js';
import { MergeRepository } from './merge.repository.js';
import { mergedRow } from './merge.rules.js';

/** Makes the merged conversation of its sources, which stay as they are. */
@Injectable()
export class MergeBuilding {
  constructor(
    private readonly store: DocumentStore,
    private readonly merges: MergeRepository,
    private readonly conversations: ConversationRepository,
    private readonly photos: PhotoRepository,
    private readonly tasks: CarriedTasks,
    private readonly clock: Clock,
  ) {}

  /** Pictures first, everything else in one transaction. Safe to run again. `not_found` MERGE_SOURCE_MISSING. */
  async build(ownerId: string, record: MergeRecord): Promise<void> {
    let photoCount = 0;
    for (const id of record.source_ids) photoCount = await this.photos.copyAll(ownerId, id, record.id);
    const taskIds = await this.tasks.idsOf(ownerId, record.source_ids);
    await this.store.transaction(async (transaction) => {
      const current = await this.merges.read(transaction, ownerId, record.id);
      if (current?.state !== 'building') return;
      const sources = await this.sources(transaction, ownerId, record);
      const carryTasks = await this.tasks.carry(transaction, ownerId, record, taskIds);
      this.createRow(transaction, ownerId, mergedRow(record.id, sources, this.clock.now()), photoCount);
      carryTasks();
      this.merges.update(transaction, ownerId, record.id, { state: 'processing' });
    });
  }

  private async sources(
    transaction: DocumentTransaction,
    ownerId: string,
    record: MergeRecord,
  ): Promise<ConversationRow[]> {
    const sources: ConversationRow[] = [];
    for (const id of record.source_ids) {
      const row = await this.conversations.transcripts.readWhole(transaction, ownerId, id);
      if (row?.status !== 'merging' || row.merged_into !== record.id) throw sourceMissing(id);
      sources.push(row);
    }
    return sources;
  }

  private createRow(
    transaction: DocumentTransaction,
    ownerId: string,
    merged: ConversationRow,
    photoCount: number,
  ): void {
    const order = processingOrder(merged, 'merge', this.clock.now());
    const row = { ...merged, ...order, photo_count: photoCount };
    this.conversations.createIn(transaction, ownerId, { ...row, transcript_segments: [] });
    this.conversations.transcripts.rewrite(transaction, ownerId, row, {
      transcript_segments: merged.transcript_segments,
    });
  }
}

function sourceMissing(id: string): AppError {
  return new AppError(
    'not_found',
    'MERGE_SOURCE_MISSING',
    'One of the conversations that were to be merged is not there any more. The others are as they were.',
    { id },
  );
}
