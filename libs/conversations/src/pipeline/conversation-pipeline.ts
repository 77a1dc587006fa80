import { Injectable } from '@nestjs/common';
import { AppEventBus } from '#libs/contracts';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationHead } from '../store/conversation-row.js';
import { PipelineStages } from './pipeline-stages.js';
import type { PipelineRun } from './receipt.js';
import { ReceiptsRepository } from './receipts.repository.js';
import type { Findings } from './stage.js';
import { TranscriptReader } from './transcript-reader.js';

/** Brings a conversation from `processing` to `completed`, stage by stage; a stage whose receipt stands is not run again. */
@Injectable()
export class ConversationPipeline {
  constructor(
    private readonly stages: PipelineStages,
    private readonly receipts: ReceiptsRepository,
    private readonly conversations: ConversationRepository,
    private readonly reader: TranscriptReader,
    private readonly events: AppEventBus,
  ) {}

  /** Does nothing when the conversation is gone or a newer revision took over. */
  async run(run: PipelineRun, signal: AbortSignal): Promise<void> {
    const { ownerId, conversationId } = run;
    const row = await this.conversations.findRow(ownerId, conversationId);
    if (!row || !isDue(row, run)) return;
    const conversation = await this.conversations.complete(ownerId, row);
    const input = await this.reader.read(ownerId, conversation);
    const done = await this.receipts.outputsOf(run);
    let findings: Findings = {};
    for (const stage of this.stages.inOrder) {
      signal.throwIfAborted();
      const context = { run, head: row, conversation, input, findings, signal };
      const found = done.has(stage.name)
        ? (done.get(stage.name) as Findings)
        : await this.receipts.keep(run, stage.name, await stage.run(context));
      findings = { ...findings, ...found };
    }
    this.events.emit('conversation.processed', {
      ownerId,
      conversationId,
      isNew: await this.isNew(row, run),
    });
  }

  /** Whether no earlier revision came as far as its effects: some are completed and then overtaken before anybody is told. */
  private async isNew(head: ConversationHead, run: PipelineRun): Promise<boolean> {
    const first = head.first_completed_revision ?? run.revision;
    for (let revision = first; revision < run.revision; revision += 1) {
      const isForeign = revision === 0;
      if (isForeign || (await this.receipts.has({ ...run, revision }, 'effects'))) return false;
    }
    return true;
  }
}

/** A completed one is run again too: the last attempt may have died before its effects were put in. */
function isDue(head: ConversationHead, run: PipelineRun): boolean {
  return head.revision === run.revision && head.status !== 'in_progress';
}
