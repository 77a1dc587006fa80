import { defineCollection, type CollectionDefinition } from '#libs/storage';
import {
  actionItemCollection,
  actionItemRemainsCollection,
} from '../action-items/action-item.collections.js';
import { acceptedShareCollection, taskShareCollection } from '../action-items/sharing/task-share.js';
import { dailySummaryCollection, summaryScheduleCollection } from '../daily-summaries/daily-summary.js';
import { goalCollection, goalEntryCollection } from '../goals/goal.js';
import { notificationCollection } from '../notifications/notification.js';
import type { PhotoPart, PhotoRow } from '../photos/photo-row.js';
import type { Receipt } from '../pipeline/receipt.js';
import { folderCollection, folderPlaceCollection } from '../folders/folder-collections.js';
import { costCollections } from '../costs/cost-collections.js';
import type { ClientConversation } from './client-conversation.js';
import { offlineRecordingCollection, syncJobCollection } from '../offline/offline-recording.js';
import { carriedTaskCollection, mergeCollection } from '../merge/merge-record.js';
import { speakerCorrectionCollection } from '../speakers/speaker-correction.js';
import { taskConnectionCollection } from '../task-export/task-connection.js';
import { conversationVoicesCollection } from '../speakers/voice-evidence.js';
import { voicePrintCollection } from '../speakers/voice-print.js';
import type { ConversationRow, TranscriptPage } from './conversation-row.js';
import { conversationShapeOf } from './conversation-shape.js';
import { recordingShapeOf, type RecordingSession } from './recording-session.js';

/** Every collection of this lib in one place, because deletion has to know them all. */
export const conversationCollection = defineCollection<ConversationRow>({
  path: 'users/{ownerId}/conversations',
  indexes: [
    { fields: [{ field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'status' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'discarded' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'starred' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'structured.category' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'source' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'discarded' }, { field: 'status' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'starred' }, { field: 'status' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'status' }], group: true },
    { fields: [{ field: 'sound_since' }], group: true },
    { fields: [{ field: 'finished_at' }] },
    { fields: [{ field: 'folder_id' }, { field: 'created_at', direction: 'desc' }] },
    { fields: [{ field: 'folder_id' }, { field: 'status' }, { field: 'created_at', direction: 'desc' }] },
    {
      fields: [
        { field: 'discarded' },
        { field: 'folder_id' },
        { field: 'status' },
        { field: 'created_at', direction: 'desc' },
      ],
    },
    { fields: [{ field: 'id' }], group: true },
    { fields: [{ field: 'visibility' }, { field: 'created_at', direction: 'desc' }], group: true },
    { fields: [{ field: 'voice_print_ids', contains: true }] },
  ],
  // The category stays readable: lists filter by it. What the reference encrypts it encrypts in its own way.
  sealed: [
    { field: 'transcript_segments', reference: 'json' },
    'structured.title',
    'structured.overview',
    'structured.action_items',
    'structured.events',
    'structured.sections',
    'retrieval',
    'external_data',
    'apps_results',
    'plugins_results',
    'geolocation',
  ],
  packed: { field: 'transcript_segments', flag: 'transcript_segments_compressed' },
  upgrade: conversationShapeOf,
});

/** Older segments of long talks, never changed by appending. */
export const transcriptPageCollection = defineCollection<TranscriptPage>({
  path: 'users/{ownerId}/conversations/{conversationId}/transcript',
  sealed: ['segments'],
});

/** `{revision}:{stage}`. */
export const receiptCollection = defineCollection<Receipt>({
  path: 'users/{ownerId}/conversations/{conversationId}/receipts',
  sealed: ['output'],
});

/** Pictures, as the reference stores them. */
export const photoCollection = defineCollection<PhotoRow>({
  path: 'users/{ownerId}/conversations/{conversationId}/photos',
  indexes: [{ fields: [{ field: 'created_at' }] }],
  sealed: [{ field: 'base64', reference: 'text' }, 'description'],
});

/** What of a large picture does not fit into its document. */
export const photoPartCollection = defineCollection<PhotoPart>({
  path: 'users/{ownerId}/conversations/{conversationId}/photos/{photoId}/parts',
  sealed: ['base64'],
});

/** Holds ids only. */
export const clientConversationCollection = defineCollection<ClientConversation>({
  path: 'users/{ownerId}/client_conversations',
});

/** Holds no words of a person: which conversations a device's audio belongs to, and for how long. */
export const recordingSessionCollection = defineCollection<RecordingSession>({
  path: 'users/{ownerId}/recording_sessions',
  indexes: [
    { fields: [{ field: 'state' }] },
    { fields: [{ field: 'state' }], group: true },
    { fields: [{ field: 'node_id' }, { field: 'state' }], group: true },
    { fields: [{ field: 'conversation_ids', contains: true }] },
    { fields: [{ field: 'conversation_ids', contains: true }, { field: 'state' }] },
    { fields: [{ field: 'started_at', direction: 'desc' }] },
  ],
  upgrade: recordingShapeOf,
});

/** For `StorageModule.forRoot`. */
export const conversationCollections: readonly CollectionDefinition[] = [
  conversationCollection,
  transcriptPageCollection,
  receiptCollection,
  photoCollection,
  photoPartCollection,
  clientConversationCollection,
  recordingSessionCollection,
  actionItemCollection,
  actionItemRemainsCollection,
  taskShareCollection,
  acceptedShareCollection,
  notificationCollection,
  goalCollection,
  goalEntryCollection,
  dailySummaryCollection,
  summaryScheduleCollection,
  taskConnectionCollection,
  conversationVoicesCollection,
  voicePrintCollection,
  speakerCorrectionCollection,
  offlineRecordingCollection,
  syncJobCollection,
  folderCollection,
  folderPlaceCollection,
  mergeCollection,
  carriedTaskCollection,
  ...costCollections,
];
