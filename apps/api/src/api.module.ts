import { Module, type DynamicModule, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import type { AppConfig } from '#libs/config';
import type { JobPlace } from '#libs/contracts';
import { HealthModule } from '#libs/observability';
import { FoundationModule, productJobs, productModules } from '#libs/product';
import { AppsController } from './apps/apps.controller.js';
import { ConversationAppsController } from './apps/conversation-apps.controller.js';
import { PreferredAppController } from './apps/preferred-app.controller.js';
import { AdminMiddleware } from './auth/admin.middleware.js';
import { AuthGuard } from './auth/auth.guard.js';
import { MessagesController } from './chat/messages.controller.js';
import { LedgerController } from './capture/ledger.controller.js';
import { ActionItemsController } from './action-items/action-items.controller.js';
import { SharedTasksController } from './action-items/shared-tasks.controller.js';
import { ConversationTasksController } from './action-items/conversation-tasks.controller.js';
import { TaskIntegrationsController } from './action-items/task-integrations.controller.js';
import { DailySummariesController } from './daily-summaries/daily-summaries.controller.js';
import { GoalsController } from './goals/goals.controller.js';
import { AudioController } from './conversations/audio.controller.js';
import { ConversationAudioController } from './conversations/conversation-audio.controller.js';
import { ConversationsController } from './conversations/conversations.controller.js';
import { SearchController } from './conversations/search.controller.js';
import { EditsController } from './conversations/edits.controller.js';
import { InsightsController } from './conversations/insights.controller.js';
import { MergeController } from './conversations/merge.controller.js';
import { SplitController } from './conversations/split.controller.js';
import { PhotosController } from './conversations/photos.controller.js';
import { SpeakerLabelsController } from './conversations/speaker-labels.controller.js';
import { ConversationFolderController } from './folders/conversation-folder.controller.js';
import { FoldersController } from './folders/folders.controller.js';
import { DevConversationsController } from './developer/dev-conversations.controller.js';
import { DevView } from './developer/dev-view.js';
import { HealthController } from './health/health.controller.js';
import { AppErrorFilter } from './http/app-error.filter.js';
import { RequestContextMiddleware } from './http/request-context.middleware.js';
import { requestValidation } from './http/validation.js';
import { EventLoopLoad } from './ingest/admission/event-loop-load.js';
import { LiveAdmission } from './ingest/admission/live-admission.js';
import { ListenGateway } from './ingest/listen.gateway.js';
import { OmiDoor } from './ingest/omi/omi-door.js';
import { OmiReception } from './ingest/omi/omi-reception.js';
import { JobsController } from './jobs/jobs.controller.js';
import { KnowledgeGraphController } from './knowledge-graph/knowledge-graph.controller.js';
import { MemoriesController } from './memories/memories.controller.js';
import { MemoryExtractionController } from './memories/memory-extraction.controller.js';
import { MemoryImportsController } from './memories/memory-imports.controller.js';
import { MemoryReviewsController } from './memories/memory-reviews.controller.js';
import { PeopleView } from './people/people-view.js';
import { PeopleController } from './people/people.controller.js';
import { SpeakerCorrectionsController } from './people/speaker-corrections.controller.js';
import { SpeechProfileController } from './speech-profile/speech-profile.controller.js';
import { SpeechReadiness } from './speech-profile/speech-readiness.js';
import { RateLimitGuard } from './rate-limit/rate-limit.guard.js';
import { RateLimiter } from './rate-limit/rate-limiter.js';
import { SharePageController } from './sharing/share-page.controller.js';
import { SharedTasksPageController } from './sharing/shared-tasks-page.controller.js';
import { SharingController } from './sharing/sharing.controller.js';
import { AudioFileImport } from './sync/audio-file-import.js';
import { FolderImports } from './sync/folder-imports.js';
import { RecordingsController } from './sync/recordings.controller.js';
import { SyncController } from './sync/sync.controller.js';
import { WatchedFolder } from './sync/watched-folder.js';
import { AccountExport } from './users/account-export.js';
import { ConversationExport } from './users/conversation-export.js';
import { GeolocationController } from './users/geolocation.controller.js';
import { PlansExport } from './users/plans-export.js';
import { ProtectionController } from './users/protection.controller.js';
import { SpeechSettingsController } from './users/speech-settings.controller.js';
import { UsageController } from './users/usage.controller.js';
import { SpeechLanguages } from './users/speech-settings-languages.js';
import { UsersController } from './users/users.controller.js';

/** The composition root: which adapters and which domains make up this process. */
@Module({
  controllers: [
    HealthController,
    JobsController,
    UsersController,
    ProtectionController,
    GeolocationController,
    SpeechSettingsController,
    UsageController,
    SearchController,
    InsightsController,
    ConversationsController,
    DevConversationsController,
    EditsController,
    MergeController,
    SplitController,
    ConversationFolderController,
    FoldersController,
    SharingController,
    SharePageController,
    SharedTasksPageController,
    PhotosController,
    SpeakerLabelsController,
    SpeakerCorrectionsController,
    PeopleController,
    SpeechProfileController,
    AudioController,
    SyncController,
    RecordingsController,
    ConversationAudioController,
    LedgerController,
    SharedTasksController,
    ActionItemsController,
    ConversationTasksController,
    TaskIntegrationsController,
    GoalsController,
    DailySummariesController,
    MemoryReviewsController,
    MemoriesController,
    MemoryExtractionController,
    MemoryImportsController,
    KnowledgeGraphController,
    AppsController,
    ConversationAppsController,
    PreferredAppController,
    MessagesController,
  ],
  providers: [
    EventLoopLoad,
    LiveAdmission,
    ListenGateway,
    OmiReception,
    OmiDoor,
    AccountExport,
    ConversationExport,
    PlansExport,
    DevView,
    SpeechLanguages,
    PeopleView,
    SpeechReadiness,
    AudioFileImport,
    FolderImports,
    WatchedFolder,
    AdminMiddleware,
    RateLimiter,
    // In this order: who is not signed in has no limits of their own.
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_FILTER, useClass: AppErrorFilter },
    { provide: APP_PIPE, useFactory: requestValidation },
  ],
})
export class ApiModule implements NestModule {
  static forConfig(config: AppConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        HealthModule,
        FoundationModule,
        ...productModules({ config, runsJobsOf: jobsRunHere(config), records: true }),
        ...(config.storage.cloud ? [jobBoard()] : []),
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RequestContextMiddleware).forRoutes('{*path}');
  }
}

/** Jobs on the sound of live recordings stay where it lies, whoever runs the others. */
function jobsRunHere(config: AppConfig): JobPlace[] {
  return config.jobs.consumers === 'here' ? ['anywhere', 'capture-node'] : ['capture-node'];
}

async function jobBoard(): Promise<DynamicModule> {
  const { JobBoardModule } = await import('./jobs/job-board.module.js');
  return JobBoardModule.forJobs(productJobs.map(({ name }) => name));
}
