import { Module, type DynamicModule, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { accountCollections, AccountsModule } from '#libs/accounts';
import { AiModule } from '#libs/ai';
import { ChatModule, chatCollections } from '#libs/chat';
import { AppConfig, ConfigModule } from '#libs/config';
import { conversationCollections, conversationJobs, ConversationsModule } from '#libs/conversations';
import { memoryCollections, memoryJobs, MemoriesModule } from '#libs/memories';
import { HealthModule, ObservabilityModule } from '#libs/observability';
import { QueueModule } from '#libs/queue';
import { StorageModule } from '#libs/storage';
import { TranscriptionModule } from '#libs/transcription';
import { AdminMiddleware } from './auth/admin.middleware.js';
import { AuthGuard } from './auth/auth.guard.js';
import { MessagesController } from './chat/messages.controller.js';
import { ActionItemsController } from './conversations/action-items.controller.js';
import { AudioController } from './conversations/audio.controller.js';
import { ConversationsController } from './conversations/conversations.controller.js';
import { FoundationModule } from './foundation.module.js';
import { HealthController } from './health/health.controller.js';
import { AppErrorFilter } from './http/app-error.filter.js';
import { RequestContextMiddleware } from './http/request-context.middleware.js';
import { requestValidation } from './http/validation.js';
import { ListenGateway } from './ingest/listen.gateway.js';
import { MemoriesController } from './memories/memories.controller.js';
import { UsersController } from './users/users.controller.js';

/** The composition root: which adapters and which domains make up this process. */
@Module({
  controllers: [
    HealthController,
    UsersController,
    ConversationsController,
    AudioController,
    ActionItemsController,
    MemoriesController,
    MessagesController,
  ],
  providers: [
    ListenGateway,
    AdminMiddleware,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_FILTER, useClass: AppErrorFilter },
    { provide: APP_PIPE, useFactory: requestValidation },
  ],
})
export class ApiModule implements NestModule {
  static forConfig(config: AppConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ConfigModule.forConfig(config),
        ObservabilityModule.forLog(config.log),
        HealthModule,
        FoundationModule,
        StorageModule.forRoot({
          collections: [
            ...accountCollections,
            ...conversationCollections,
            ...memoryCollections,
            ...chatCollections,
          ],
        }),
        QueueModule.forRoot({ definitions: [...conversationJobs, ...memoryJobs] }),
        AiModule,
        AccountsModule,
        TranscriptionModule,
        ConversationsModule,
        MemoriesModule,
        ChatModule,
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RequestContextMiddleware).forRoutes('{*path}');
  }
}
