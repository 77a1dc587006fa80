import { describe, expect, it } from 'vitest';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { reasonToKeep } from './reason-to-keep.rules.js';

const reasonOf = (fields: Partial<ConversationRow>) =>
  reasonToKeep({
    ...newConversationRow(
      {
        id: 'c',
        source: 'omi',
        language: 'en',
        timeoutSeconds: 120,
        clientDeviceId: null,
        clientPlatform: null,
      },
      new Date(),
    ),
    ...fields,
  });

describe('what is kept without being judged', () => {
  it('is what its owner wants, whatever else is true of it', () => {
    expect(reasonOf({ processing_trigger: 'user_reprocess', discarded: true })).toBe('user_reprocess');
    expect(reasonOf({ processing_trigger: 'sync_update', discarded: true, restored_at: new Date() })).toBe(
      'restored',
    );
  });

  it('is what came as text or with pictures, what a calendar knows, and what was kept before', () => {
    expect(reasonOf({ external_data: { text: 'ok' } })).toBe('external_text');
    expect(reasonOf({ external_data: { calendar_meeting_context: {} } })).toBe('calendar_meeting');
    expect(reasonOf({ photo_count: 1 })).toBe('has_photos');
    expect(reasonOf({ processing_trigger: 'sync_update', first_completed_revision: 1 })).toBe('kept_before');
  });

  it('is nothing else', () => {
    expect(reasonOf({})).toBeNull();
    expect(
      reasonOf({ processing_trigger: 'created', external_data: { folder: 'x' }, photo_count: 0 }),
    ).toBeNull();
    expect(reasonOf({ first_completed_revision: 1, discarded: true, restored_at: null })).toBeNull();
  });
});
