import { Injectable } from '@nestjs/common';
import { AppError, Clock } from '#libs/kernel';
import { Collection, DocumentStore } from '#libs/storage';
import { conversationCollection, receiptCollection } from '../store/collections.js';
import type { ConversationRow } from '../store/conversation-row.js';
import { receiptId, type PipelineRun, type Receipt } from './receipt.js';

const HEAD_ONLY = { without: ['transcript_segments'] } as const;

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

  /** What the stages of a revision gave that are done, by stage. */
  async outputsOf({ ownerId, conversationId, revision }: PipelineRun): Promise<ReadonlyMap<string, unknown>> {
    const receipts = this.receipts.in({ conversationId });
    const standing = receipts.each(ownerId, { where: [{ field: 'revision', op: '==', value: revision }] });
    return new Map(await Array.fromAsync(standing, ({ data }) => [data.stage, data.output] as const));
  }

  /**
   * Runs a stage unless its receipt stands; answers what it gave, now or then. `work` may run again when the process dies before the
   * receipt is written. `conflict` CONVERSATION_CHANGED as of `keep`.
   */
  async once<Output>(run: PipelineRun, stage: string, work: () => Promise<Output>): Promise<Output> {
    const { ownerId, conversationId, revision } = run;
    const standing = await this.receipts.in({ conversationId }).get(ownerId, receiptId(revision, stage));
    return standing ? (standing.data.output as Output) : this.keep(run, stage, await work());
  }

  /** Writes the receipt of a stage that is done. `conflict` CONVERSATION_CHANGED when the conversation was deleted or finalized anew meanwhile. */
  async keep<Output>(run: PipelineRun, stage: string, output: Output): Promise<Output> {
    const { ownerId, conversationId, revision } = run;
    const receipt: Receipt = { stage, revision, output, completed_at: this.clock.now() };
    await this.store.transaction(async (transaction) => {
      const row = await this.conversations.within(transaction).get(ownerId, conversationId, HEAD_ONLY);
      if (row?.data.revision !== revision) throw conversationChanged();
      const receipts = this.receipts.in({ conversationId }).within(transaction);
      receipts.set(ownerId, receiptId(revision, stage), receipt);
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
