import { describe, expect, it } from 'vitest';
import { actionItemShapeOf, conversationShapeOf } from './conversation-shape.js';
import { newConversationRow } from './conversation-row.js';

const CREATED = new Date('2025-04-01T10:00:00Z');

describe('a conversation as it is read', () => {
  it('is whole though the reference wrote only what it knows', () => {
    const row = conversationShapeOf(
      {
        id: 'c1',
        created_at: CREATED,
        started_at: null,
        finished_at: null,
        source: 'toaster',
        structured: { title: 'Rent', category: 'gossip', action_items: [{ description: 'Pay' }], events: [] },
        transcript_segments: [
          { text: 'Pay the rent.', speaker: 'SPEAKER_3', is_user: true, start: 0, end: 2 },
        ],
      },
      'c1',
    );
    expect(row).toMatchObject({
      started_at: CREATED,
      finished_at: CREATED,
      source: 'unknown',
      status: 'completed',
      revision: 0,
      timeout_seconds: 120,
      structured: { title: 'Rent', overview: '', emoji: '🧠', category: 'other' },
    });
    expect(row.structured.action_items[0]).toMatchObject({
      completed: false,
      due_at: null,
      conversation_id: 'c1',
    });
    expect(row.transcript_segments[0]).toMatchObject({ speaker_id: 3, person_id: null, translations: [] });
  });

  it('gives a segment without an id the same one at each reading', () => {
    const read = () => conversationShapeOf({ transcript_segments: [{ text: 'a' }, { text: 'a' }] }, 'c1');
    const ids = read().transcript_segments.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(read().transcript_segments.map(({ id }) => id)).toEqual(ids);
  });

  it('is what we wrote, untouched', () => {
    const own = newConversationRow(
      {
        id: 'c1',
        source: 'omi',
        language: 'en',
        timeoutSeconds: 300,
        clientDeviceId: 'd',
        clientPlatform: null,
      },
      CREATED,
    );
    expect(conversationShapeOf(own, 'c1')).toBe(own);
  });
});

describe('a task as it is read', () => {
  it('has every field of the wire', () => {
    const stored = { description: 'Pay', completed: true, created_at: CREATED, due_at: null };
    expect(actionItemShapeOf(stored, 't1')).toEqual({
      id: 't1',
      description: 'Pay',
      completed: true,
      created_at: CREATED,
      updated_at: CREATED,
      due_at: null,
      completed_at: null,
      conversation_id: null,
      source_segment_ids: [],
      is_locked: false,
      exported: false,
      export_date: null,
      export_platform: null,
      apple_reminder_id: null,
      sort_order: 0,
      indent_level: 0,
    });
  });
});
