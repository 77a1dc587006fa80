import { describe, expect, it } from 'vitest';
import { newConversationRow } from '../store/conversation-row.js';
import { actionItemId, recordsOf } from './action-item.rules.js';

const NOW = new Date(Date.UTC(2026, 2, 5, 16));
const item = (description: string) => ({
  description,
  completed: false,
  created_at: null,
  updated_at: null,
  due_at: null,
  completed_at: null,
  conversation_id: null,
  source_segment_ids: ['s1'],
});

describe('tasks of a conversation', () => {
  it('have the same id however they are spelled, and another one in another conversation', () => {
    expect(actionItemId('c1', ' Send  the report ')).toBe(actionItemId('c1', 'send the Report'));
    expect(actionItemId('c1', 'Send the report')).not.toBe(actionItemId('c2', 'Send the report'));
  });

  it('become records once each, with the conversation they are of', () => {
    const row = newConversationRow(
      {
        id: 'c1',
        source: 'omi',
        language: 'en',
        timeoutSeconds: 120,
        clientDeviceId: null,
        clientPlatform: null,
      },
      NOW,
    );
    const structured = {
      ...row.structured,
      action_items: [item('Call Tom'), item('call tom'), item('Buy milk')],
    };
    const records = recordsOf({ ...row, structured }, NOW);
    expect(records.map(({ description }) => description).sort()).toEqual(['Buy milk', 'call tom']);
    expect(records[0]).toMatchObject({ conversation_id: 'c1', created_at: NOW, source_segment_ids: ['s1'] });
  });
});
