import { describe, expect, it } from 'vitest';
import { PROCESSING_TRIGGERS, type ProcessingTrigger } from '../pipeline/trigger.rules.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { processingOrder } from './processing-order.rules.js';

const THEN = new Date('2026-03-05T10:00:00Z');
const NOW = new Date('2026-03-06T10:00:00Z');
const row = (fields: Partial<ConversationRow> = {}): ConversationRow => ({
  ...newConversationRow(
    {
      id: 'c',
      source: 'omi',
      language: 'en',
      timeoutSeconds: 120,
      clientDeviceId: null,
      clientPlatform: null,
    },
    THEN,
  ),
  ...fields,
});

describe('the order to process a conversation', () => {
  it('is a revision of its own, with nothing of the one before but its results', () => {
    const failed = { status: 'failed', revision: 3, rescues: 2, failure_code: 'MODEL_AWAY' } as const;
    const order = processingOrder(
      row({ ...failed, summary_retryable: true, processing_attempts: 15 }),
      'user_reprocess',
      NOW,
    );
    expect(order).toEqual({
      status: 'processing',
      revision: 4,
      rescues: 0,
      failure_code: null,
      summary_retryable: false,
      processing_trigger: 'user_reprocess',
      processing_attempts: 0,
      updated_at: NOW,
    });
  });

  it('remembers that a conversation was completed, also of rows that do not say it', () => {
    const completed = row({ status: 'completed', revision: 2 });
    expect(processingOrder(completed, 'merge', NOW).first_completed_revision).toBe(2);
    const earlier = row({ status: 'completed', revision: 5, first_completed_revision: 1 });
    expect(processingOrder(earlier, 'merge', NOW).first_completed_revision).toBe(1);
    expect(processingOrder(row(), 'capture_end', NOW)).not.toHaveProperty('first_completed_revision');
  });

  it('brings back what was set aside, for whom that is what its owner wants', () => {
    const aside = row({ status: 'completed', revision: 1, discarded: true });
    const brings = (trigger: ProcessingTrigger) => processingOrder(aside, trigger, NOW).discarded === false;
    const triggers = Object.keys(PROCESSING_TRIGGERS) as ProcessingTrigger[];
    expect(triggers.filter(brings)).toEqual(['user_reprocess', 'merge', 'split', 'restore']);
    expect(processingOrder(aside, 'restore', NOW).restored_at).toBe(NOW);
    expect(processingOrder(row(), 'restore', NOW)).not.toHaveProperty('restored_at');
  });
});
