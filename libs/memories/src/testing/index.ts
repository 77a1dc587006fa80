export { MemoriesBench } from './memories-bench.js';
export { spokenConversation } from './spoken-conversation.js';
export { type DocumentCost } from './counted-documents.js';
