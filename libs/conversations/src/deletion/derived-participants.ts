import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataLifecycle } from '#libs/storage';
import { ActionItemsRepository } from '../action-items/action-items.repository.js';
import { ConversationTasks } from '../action-items/conversation-tasks.js';
import { DailySummaries } from '../daily-summaries/daily-summaries.js';
import { GoalsRepository } from '../goals/goals.repository.js';

/** Tells `DataLifecycle` what came of a conversation beside it: tasks, progress towards goals, summaries of days. */
@Injectable()
export class DerivedParticipants implements OnModuleInit {
  constructor(
    private readonly actionItems: ActionItemsRepository,
    private readonly tasks: ConversationTasks,
    private readonly goals: GoalsRepository,
    private readonly summaries: DailySummaries,
    private readonly lifecycle: DataLifecycle,
  ) {}

  onModuleInit(): void {
    this.lifecycle.register({
      store: 'action items',
      deleteConversation: (ownerId, id) => this.tasks.purge(ownerId, id),
      countConversation: async (ownerId, id) => (await this.actionItems.ofConversation(ownerId, id)).length,
    });
    this.lifecycle.register({
      store: 'goals',
      deleteConversation: (ownerId, id) => this.goals.deleteOfConversation(ownerId, id),
      countConversation: (ownerId, id) => this.goals.countOfConversation(ownerId, id),
    });
    this.lifecycle.register({
      store: 'daily summaries',
      deleteConversation: (ownerId, id) => this.summaries.forgetConversation(ownerId, id),
      countConversation: (ownerId, id) => this.summaries.countOfConversation(ownerId, id),
    });
  }
}
