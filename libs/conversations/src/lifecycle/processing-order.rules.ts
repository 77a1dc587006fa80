import { PROCESSING_TRIGGERS, type ProcessingTrigger } from '../pipeline/trigger.rules.js';
import type { ConversationHead } from '../store/conversation-row.js';

/** The fields with which a conversation goes to processing. */
export type ProcessingOrder = Pick<ConversationHead, 'status' | 'revision' | 'failure_code' | 'updated_at'> &
  Pick<ConversationHead, 'summary_retryable' | 'processing_trigger' | 'processing_attempts' | 'rescues'> &
  Pick<ConversationHead, 'first_completed_revision' | 'restored_at'> &
  Partial<Pick<ConversationHead, 'discarded'>>;

/**
 * What to write into a row so that it is processed from its words as they are then: a new revision, so that whoever still works on the old
 * one finds it gone. Belongs into the transaction that changes the words; `ConversationLifecycle.handOver` comes after it, and if the
 * process dies in between, the sweep.
 */
export function processingOrder(
  head: Pick<ConversationHead, 'status' | 'revision' | 'discarded' | 'first_completed_revision'>,
  trigger: ProcessingTrigger,
  now: Date,
): ProcessingOrder {
  const isWantedBack = head.discarded && PROCESSING_TRIGGERS[trigger].relevance === 'keep';
  return {
    status: 'processing',
    revision: head.revision + 1,
    rescues: 0,
    failure_code: null,
    summary_retryable: false,
    processing_trigger: trigger,
    processing_attempts: 0,
    updated_at: now,
    // Rows of earlier versions do not say it.
    ...(head.status === 'completed'
      ? { first_completed_revision: head.first_completed_revision ?? head.revision }
      : {}),
    ...(isWantedBack ? { restored_at: now, discarded: false } : {}),
  };
}
