import { Module } from '@nestjs/common';
import { ConversationsModule } from '#libs/conversations';
import { MemoriesModule } from '#libs/memories';
import { ChatService } from './chat.service.js';
import { EvidenceStores } from './evidence/turn-evidence.js';
import { AgentModel } from './graph/agent-model.js';
import { TurnRunner } from './graph/turn-runner.js';
import { ChatHistory } from './messages/chat-history.js';
import { ChatLifecycle } from './messages/chat-lifecycle.js';
import { MessagesRepository } from './messages/messages.repository.js';

/** The chat. Needs the global modules of configuration, observability, storage, AI and accounts. */
@Module({
  imports: [ConversationsModule, MemoriesModule],
  providers: [
    ChatService,
    ChatHistory,
    ChatLifecycle,
    MessagesRepository,
    EvidenceStores,
    AgentModel,
    TurnRunner,
  ],
  exports: [ChatService],
})
export class ChatModule {}
