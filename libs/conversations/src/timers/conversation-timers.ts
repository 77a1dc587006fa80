import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OwnerTimers } from '#libs/accounts';
import { pullTaskService, remindOfActionItem, summarizeDays } from '#libs/contracts';
import { Reminders } from '../action-items/reminders.js';
import { SummaryTimer } from '../daily-summaries/summary-timer.js';
import { TaskConnections } from '../task-export/task-connections.js';

/** Tells `OwnerTimers` how the timers of this lib are armed again. */
@Injectable()
export class ConversationTimers implements OnModuleInit {
  constructor(
    private readonly timers: OwnerTimers,
    private readonly reminders: Reminders,
    private readonly connections: TaskConnections,
    private readonly summaries: SummaryTimer,
  ) {}

  onModuleInit(): void {
    this.timers.register(remindOfActionItem, (ownerId) => this.reminders.armAll(ownerId));
    this.timers.register(pullTaskService, async (ownerId) => Number(await this.connections.resume(ownerId)));
    this.timers.register(summarizeDays, async (ownerId) => Number(await this.summaries.resume(ownerId)));
  }
}
