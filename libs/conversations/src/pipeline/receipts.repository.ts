import { Injectable } from '@nestjs/common';
import { AppError, Clock } from '#libs/kernel';
import { Collection, DocumentStore } from '#libs/storage';
import { conversationCollection, receiptCollection } from '../store/collections.js';
import type { ConversationRow } from '../store/conversation-row.js';
import { receiptId, type PipelineRun, type Receipt } from './receipt.js';

/** Receipts of stages, `users/{uid}/conversations/{id}/receipts/{revision}:{stage}`. */
@Injectable()
export class ReceiptsRepository {
  private readonly conversations: Collection<ConversationRow>;
  private readonly receipts: Collection<Receipt>;

  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.conversations = new Collection(store, conversationCollection);
    this.receipts = new Collection(store, receiptCollection);
  }

  async has({ ownerId, conversationId, revision }: PipelineRun, stage: string): Promise<boolean> {
    const receipts = this.receipts.in({ conversationId });
    return (await receipts.get(ownerId, receiptId(revision, stage))) !== null;
  }

  /**
   * Runs a stage unless its receipt stands; answers what it gave, now or then. `work` may run again when the process dies before the
   * receipt is written. `conflict` CONVERSATION_CHANGED when the conversation was deleted or finalized anew meanwhile.
   */
  async once<Output>(run: PipelineRun, stage: string, work: () => Promise<Output>): Promise<Output> {
    const { ownerId, conversationId, revision } = run;
    const receipts = this.receipts.in({ conversationId });
    const standing = await receipts.get(ownerId, receiptId(revision, stage));
    if (standing) return standing.data.output as Output;
    const output = await work();
    const receipt: Receipt = { stage, revision, output, completed_at: this.clock.now() };
    await this.store.transaction(async (transaction) => {
      const row = await this.conversations.within(transaction).get(ownerId, conversationId);
      if (row?.data.revision !== revision) throw conversationChanged();
      receipts.within(transaction).set(ownerId, receiptId(revision, stage), receipt);
    });
    return output;
  }
}

export function conversationChanged(): AppError {
  return new AppError(
    'conflict',
    'CONVERSATION_CHANGED',
    'The conversation was changed meanwhile. Try again.',
  );
}
