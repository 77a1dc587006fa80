import { defineCollection, type IndexDeclaration } from '#libs/storage';
import type { ActionItemRecord } from '../action-items/action-item-record.js';
import type { Receipt } from '../pipeline/receipt.js';
import type { ConversationRow, TranscriptPage } from './conversation-row.js';
import type { RecordingSession } from './recording-session.js';

/** Every collection of this lib in one place, because deletion has to know them all. */
export const conversationCollection = defineCollection<ConversationRow>({
  path: 'users/{ownerId}/conversations',
  indexes: [
    { fields: [{ field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'status' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'discarded' }, { field: 'status' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'starred' }, { field: 'status' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'status' }], group: true },
  ],
});

/** Older segments of long talks, never changed by appending. */
export const transcriptPageCollection = defineCollection<TranscriptPage>({
  path: 'users/{ownerId}/conversations/{conversationId}/transcript',
});

/** `{revision}:{stage}`. */
export const receiptCollection = defineCollection<Receipt>({
  path: 'users/{ownerId}/conversations/{conversationId}/receipts',
});

export const recordingSessionCollection = defineCollection<RecordingSession>({
  path: 'users/{ownerId}/recording_sessions',
  indexes: [{ fields: [{ field: 'state' }] }, { fields: [{ field: 'state' }], group: true }],
});

export const actionItemCollection = defineCollection<ActionItemRecord>({
  path: 'users/{ownerId}/action_items',
  indexes: [
    { fields: [{ field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'conversation_id' }, { field: 'created_at', direction: 'desc' }] },
  ],
});

/** For `StorageModule.forRoot`. */
export const conversationIndexes: readonly IndexDeclaration[] = [
  conversationCollection,
  transcriptPageCollection,
  receiptCollection,
  recordingSessionCollection,
  actionItemCollection,
].flatMap((collection) => collection.indexes);

/** The owner in `users/{ownerId}/…`. */
export function ownerOfPath(path: string): string {
  return path.split('/')[1]!;
}
