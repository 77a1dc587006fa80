import { defineCollection } from '#libs/storage';
import { actionItemShapeOf } from '../store/conversation-shape.js';
import type { ActionItemRemains, ActionItemRow } from './action-item-record.js';

export const actionItemCollection = defineCollection<ActionItemRow>({
  path: 'users/{ownerId}/action_items',
  indexes: [
    { fields: [{ field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'completed' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'conversation_id' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'conversation_ids', contains: true }] },
    { fields: [{ field: 'due_at' }] },
    { fields: [{ field: 'completed' }, { field: 'due_at' }] },
    { fields: [{ field: 'completed' }, { field: 'updated_at', direction: 'desc' }] },
    { fields: [{ field: 'exported' }, { field: 'completed' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'export_platform' }, { field: 'updated_at', direction: 'desc' }] },
    { fields: [{ field: 'unsettled_since' }], group: true },
  ],
  sealed: ['description', 'extracted_as', 'reminder.description'],
  upgrade: actionItemShapeOf,
});

export const actionItemRemainsCollection = defineCollection<ActionItemRemains>({
  path: 'users/{ownerId}/action_item_remains',
  indexes: [{ fields: [{ field: 'unsettled_since' }], group: true }],
  sealed: ['reminder.description'],
});
