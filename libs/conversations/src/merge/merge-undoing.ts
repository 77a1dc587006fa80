import { Injectable } from '@nestjs/common';
import { indexConversation, purgeConversation } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { DocumentStore } from '#libs/storage';
import { withSound } from '../audio/audio-files.rules.js';
import { FolderPlaces } from '../folders/folder-places.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { CarriedTasks } from './carried-tasks.js';
import type { MergeRecord } from './merge-record.js';

/** Puts the sources of a merge back as they were, and removes the merged conversation with all that came of it. Safe to run again. */
@Injectable()
export class MergeUndoing {
  constructor(
    private readonly store: DocumentStore,
    private readonly conversations: ConversationRepository,
    private readonly tasks: CarriedTasks,
    private readonly places: FolderPlaces,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  async undo(ownerId: string, record: MergeRecord): Promise<void> {
    const merged = await this.conversations.findStoredHead(ownerId, record.id);
    const dismissedIds = merged?.tasks?.dismissed.map(({ id }) => id) ?? [];
    await this.tasks.giveBack(ownerId, record.id, dismissedIds);
    for (const id of record.source_ids) await this.restore(ownerId, id, record.id);
    // Whatever is stored under its name goes, even where no row was made.
    await this.queue.enqueue(purgeConversation, { ownerId, conversationId: record.id });
    await this.conversations.deleteTree(ownerId, record.id);
  }

  /** A source that its owner deleted meanwhile stays away. */
  private async restore(ownerId: string, id: string, mergeId: string): Promise<void> {
    const row = await this.store.transaction(async (transaction) => {
      const source = await this.conversations.readRow(transaction, ownerId, id);
      if (source?.merged_into !== mergeId) return source;
      this.conversations.updateIn(transaction, ownerId, id, {
        status: 'completed',
        merged_into: null,
        updated_at: this.clock.now(),
        ...withSound(source, []),
      });
      return source;
    });
    if (!row) return;
    await this.places.count(ownerId, id);
    await this.queue.enqueue(indexConversation, { ownerId, conversationId: id, revision: row.revision });
  }
}
