export {
  CATEGORIES,
  CONVERSATION_STATUSES,
  CONVERSATION_SOURCES,
  VISIBILITIES,
  Translation,
  TranscriptSegment,
  ActionItem,
  CalendarEvent,
  Structured,
  AudioFile,
  Geolocation,
  RelevanceDecision,
  Conversation,
  ConversationPhoto,
  type Category,
  type ConversationStatus,
  type ConversationSource,
  type Visibility,
} from './conversation.entity.js';
export {
  MEMORY_CATEGORIES,
  MEMORY_TOPICS,
  MemoryEvidence,
  Memory,
  type MemoryCategory,
  type MemoryTopic,
} from './memory.entity.js';
export { MessageConversation, Citation, Message, ResponseMessage } from './chat.entity.js';
export { TranscriptionPreferences, User } from './user.entity.js';
export {
  defineJob,
  endSilentConversation,
  processConversation,
  purgeAccount,
  importRecording,
  indexConversation,
  storeConversationAudio,
  translateConversation,
  describePhoto,
  saveActionItems,
  extractMemories,
  indexMemory,
  purgeConversation,
  settleVoices,
  protectOwner,
  type JobDefinition,
  type JobPayload,
  type JobPlace,
} from './jobs.js';
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
  type ListenServerEvent,
  type ListenClientEvents,
  type ListenServerEvents,
} from './listen-wire.js';
export { AppEventBus } from './event-bus.js';
export { type TranscriptInput, type TranscriptTurn } from './transcript.js';
export { packFrames, unpackFrames } from './frame-batch.js';
