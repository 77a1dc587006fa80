import { Injectable } from '@nestjs/common';
import type { ActionItem, Structured } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { appSummaryFields } from '../app-summaries/app-results.rules.js';
import { keepingEdits } from '../edits/user-edits.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationRow } from '../store/conversation-row.js';
import { conversationChanged } from './receipts.repository.js';
import type { Findings, Stage, StageContext } from './stage.js';

/** Writes the result and completes the conversation, in one transaction that also brings a long talk together again. */
@Injectable()
export class PersistStage implements Stage {
  readonly name = 'persist';

  constructor(
    private readonly conversations: ConversationRepository,
    private readonly clock: Clock,
  ) {}

  async run({ run, findings }: StageContext): Promise<Findings> {
    const completed = await this.conversations.finish(run.ownerId, run.conversationId, (row) =>
      row.revision === run.revision ? this.completion(row, findings) : null,
    );
    if (!completed) throw conversationChanged();
    return {};
  }

  private completion(row: ConversationRow, findings: Findings): Partial<ConversationRow> {
    const now = this.clock.now();
    return {
      status: 'completed',
      failure_code: null,
      summary_retryable: false,
      first_completed_revision: row.first_completed_revision ?? row.revision,
      discarded: findings.relevance?.verdict === 'discard',
      relevance_decision: findings.relevance ?? null,
      updated_at: now,
      ...appSummaryFields(row, findings),
      ...(findings.retrieval ? { retrieval: findings.retrieval } : {}),
      ...(findings.structured
        ? { structured: withProvenance(keepingEdits(row, findings.structured), row.id, now) }
        : {}),
    };
  }
}

function withProvenance(structured: Structured, conversationId: string, now: Date): Structured {
  const completeItem = (item: ActionItem): ActionItem => ({
    ...item,
    created_at: item.created_at ?? now,
    updated_at: item.updated_at ?? now,
    conversation_id: conversationId,
  });
  return { ...structured, action_items: structured.action_items.map(completeItem) };
}
