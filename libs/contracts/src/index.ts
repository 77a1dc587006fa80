export {
  CATEGORIES,
  CONVERSATION_STATUSES,
  CONVERSATION_SOURCES,
  SECTION_KINDS,
  VISIBILITIES,
  Translation,
  TranscriptSegment,
  ActionItem,
  CalendarEvent,
  Structured,
  SummarySection,
  AudioFile,
  Geolocation,
  RelevanceDecision,
  AppSummaryFailure,
  Conversation,
  ConversationPhoto,
  type Category,
  type ConversationStatus,
  type ConversationSource,
  type RetrievalTerms,
  type Visibility,
} from './conversation.entity.js';
export {
  MEMORY_CATEGORIES,
  MEMORY_TOPICS,
  MemoryEvidence,
  Memory,
  type MemoryCategory,
  type MemoryTopic,
  UNCERTAINTY_REASONS,
  type UncertaintyReason,
} from './memory.entity.js';
export {
  SharedActionItem,
  SharedConversation,
  SharedEvent,
  SharedSegment,
  SharedStructured,
} from './shared-conversation.entity.js';
export { Folder } from './folder.entity.js';
export {
  APP_CAPABILITIES,
  APP_CATEGORIES,
  APP_STATUSES,
  App,
  AppCard,
  type AppCapability,
  type AppCategory,
  type AppStatus,
} from './app.entity.js';
export { MessageConversation, Citation, Message, ResponseMessage } from './chat.entity.js';
export { TranscriptionPreferences, User } from './user.entity.js';
export { defineJob, type JobDefinition, type JobPayload, type JobPlace } from './jobs/job-definition.js';
export { purgeAccount, protectOwner } from './jobs/account-jobs.js';
export {
  endSilentConversation,
  processConversation,
  importRecording,
  indexConversation,
  storeConversationAudio,
  translateConversation,
  describePhoto,
  purgeConversation,
  rehomeFolder,
  mergeConversations,
  settleSplit,
  settleVoices,
} from './jobs/conversation-jobs.js';
export { trackGoals, armDailySummary, summarizeDays, remakeDailySummary } from './jobs/day-jobs.js';
export {
  extractMemories,
  indexMemory,
  followSegments,
  consolidateMemories,
  importMemories,
  rebuildKnowledgeGraph,
} from './jobs/memory-jobs.js';
export {
  saveActionItems,
  settleActionItem,
  remindOfActionItem,
  exportActionItem,
  pullTaskService,
  deliverNotification,
} from './jobs/task-jobs.js';
export { RELAYED_EVENTS, type AppEventName, type AppEvents } from './events.js';
export {
  CODECS,
  SAMPLE_RATES,
  MAX_FRAME_BYTES,
  MAX_BATCH_FRAMES,
  KEEP_ALIVE_FRAME_BYTES,
  type Codec,
  type AudioAck,
  type WireError,
  type ServiceStatus,
  type ServiceStatusEvent,
  type ConversationSessionEvent,
  type SpeakerSuggestion,
  type SpeakerAssigned,
  type SuggestedTranscript,
  type NotificationData,
  type ListenServerEvent,
  type ListenClientEvents,
  type ListenServerEvents,
} from './listen-wire.js';
export { AppEventBus } from './event-bus.js';
export { type MeetingHint, type TranscriptInput, type TranscriptTurn } from './transcript.js';
export { packFrames, unpackFrames } from './frame-batch.js';
export { lockedText } from './locked-text.js';
