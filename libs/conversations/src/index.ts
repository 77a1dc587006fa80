export { type LiveClient, type LiveHandle, type LiveParams } from './live/live-client.js';
export { type Passage, type PassageQuery } from './search/passage.js';
export { ConversationSearch } from './search/conversation-search.js';
export { ConversationsService } from './conversations.service.js';
export { type ConversationFilter } from './store/conversation.repository.js';
export { ActionItemsService } from './action-items/action-items.service.js';
export {
  type ActionItemChange,
  type ActionItemFilter,
  type ActionItemRecord,
} from './action-items/action-item-record.js';
export { ConversationUnderstanding } from './understanding/conversation-understanding.js';
export { transcriptInputOf } from './pipeline/transcript-input.rules.js';
export { chunkTranscript, existingIds, secretsOf, transcriptPrompt } from './understanding/task-transcript.js';
