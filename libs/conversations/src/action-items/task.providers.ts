import { DeliverNotificationJob } from '../notifications/deliver-notification.job.js';
import { NotificationChannels } from '../notifications/notification-channels.js';
import { NotificationOutbox } from '../notifications/notification-outbox.js';
import { SocketNotifications } from '../notifications/socket-notifications.js';
import { CaldavTaskExporter } from '../task-export/caldav-task-exporter.js';
import { ExportActionItemJob } from '../task-export/export-action-item.job.js';
import { OutboundFetch } from '../task-export/outbound-fetch.js';
import { PullTaskServiceJob } from '../task-export/pull-task-service.job.js';
import { TaskConnections } from '../task-export/task-connections.js';
import { TaskExporter } from '../task-export/task-exporter.js';
import { TaskExports } from '../task-export/task-exports.js';
import { TaskPull } from '../task-export/task-pull.js';
import { ActionItemConsequences } from './action-item-consequences.js';
import { ActionItemIndex } from './action-item-index.js';
import { ActionItemsRepository } from './action-items.repository.js';
import { ActionItemsService } from './action-items.service.js';
import { ConversationTasks } from './conversation-tasks.js';
import { ConversationTasksRepository } from './conversation-tasks.repository.js';
import { OpenTasks } from './open-tasks.js';
import { RemindOfActionItemJob } from './remind-of-action-item.job.js';
import { Reminders } from './reminders.js';
import { SaveActionItemsJob } from './save-action-items.job.js';
import { TaskSharing } from './sharing/task-sharing.js';
import { ShownTasks } from './shown-tasks.js';
import { SettleActionItemJob } from './settle-action-item.job.js';
import { TaskSweep } from './task-sweep.js';
import { WrittenTasks } from './written-tasks.js';

/** Tasks, and what follows from them: reminders and copies in other services. */
export const taskProviders = [
  ActionItemsRepository,
  ShownTasks,
  WrittenTasks,
  ConversationTasksRepository,
  ActionItemConsequences,
  ActionItemIndex,
  OpenTasks,
  Reminders,
  TaskSweep,
  NotificationOutbox,
  SocketNotifications,
  OutboundFetch,
  { provide: TaskExporter, useClass: CaldavTaskExporter },
  TaskExports,
  TaskPull,
  SaveActionItemsJob,
  SettleActionItemJob,
  RemindOfActionItemJob,
  DeliverNotificationJob,
  ExportActionItemJob,
  PullTaskServiceJob,
];

/** For other modules. */
export const taskExports = [
  ActionItemsService,
  ConversationTasks,
  TaskSharing,
  TaskConnections,
  NotificationChannels,
];
