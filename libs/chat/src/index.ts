export { ChatModule } from './chat.module.js';
export { ChatService } from './chat.service.js';
export { type ChatFrame } from './chat-frame.js';
export { type ChatQuestion, type ChatScope } from './chat-question.js';
export { chatCollections } from './messages/messages.repository.js';
