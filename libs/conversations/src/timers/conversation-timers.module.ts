import { Module } from '@nestjs/common';
import { Reminders } from '../action-items/reminders.js';
import { DailySummaryRepository } from '../daily-summaries/daily-summary.repository.js';
import { DayConversations } from '../daily-summaries/day-conversations.js';
import { SummarySettings } from '../daily-summaries/summary-settings.js';
import { SummaryTimer } from '../daily-summaries/summary-timer.js';
import { NotificationOutbox } from '../notifications/notification-outbox.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { CaldavTaskExporter } from '../task-export/caldav-task-exporter.js';
import { OutboundFetch } from '../task-export/outbound-fetch.js';
import { TaskConnections } from '../task-export/task-connections.js';
import { TaskExporter } from '../task-export/task-exporter.js';
import { ConversationTimers } from './conversation-timers.js';

/** For maintenance: needs storage, queue, accounts, `AppConfig` and `Clock` only, and starts nothing. */
@Module({
  providers: [
    ConversationRepository,
    NotificationOutbox,
    Reminders,
    OutboundFetch,
    { provide: TaskExporter, useClass: CaldavTaskExporter },
    TaskConnections,
    DailySummaryRepository,
    DayConversations,
    SummarySettings,
    SummaryTimer,
    ConversationTimers,
  ],
})
export class ConversationTimersModule {}
