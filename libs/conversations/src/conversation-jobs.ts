import {
  describePhoto,
  endSilentConversation,
  importRecording,
  indexConversation,
  processConversation,
  purgeConversation,
  rehomeFolder,
  saveActionItems,
  settleVoices,
  storeConversationAudio,
  translateConversation,
  type JobDefinition,
} from '#libs/contracts';

/** The jobs whose handlers are in this lib, for `QueueModule.forRoot`. */
export const conversationJobs = [
  endSilentConversation,
  processConversation,
  indexConversation,
  storeConversationAudio,
  importRecording,
  saveActionItems,
  settleVoices,
  purgeConversation,
  rehomeFolder,
  translateConversation,
  describePhoto,
] as readonly JobDefinition[];
