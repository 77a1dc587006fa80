import {
  endSilentConversation,
  indexConversation,
  processConversation,
  purgeConversation,
  saveActionItems,
  storeConversationAudio,
  type JobDefinition,
} from '#libs/contracts';

/** The jobs whose handlers are in this lib, for `QueueModule.forRoot`. */
export const conversationJobs = [
  endSilentConversation,
  processConversation,
  indexConversation,
  storeConversationAudio,
  saveActionItems,
  purgeConversation,
] as readonly JobDefinition[];
