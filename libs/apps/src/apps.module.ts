import { Module } from '@nestjs/common';
import { ConversationsModule } from '#libs/conversations';
import { AppCatalog } from './app-catalog.js';
import { AppsService } from './apps.service.js';
import { AppChoicesRepository } from './store/app-choices.repository.js';
import { AppRepository } from './store/app.repository.js';
import { ConversationApps } from './summaries/conversation-apps.js';
import { OwnerSummaryApps } from './summaries/owner-summary-apps.js';
import { SummaryWriter } from './summaries/summary-writer.js';

/** Apps that write summaries. Expects storage, AI, accounts and `Clock` to be provided globally. */
@Module({
  imports: [ConversationsModule],
  providers: [
    AppRepository,
    AppChoicesRepository,
    AppCatalog,
    SummaryWriter,
    OwnerSummaryApps,
    AppsService,
    ConversationApps,
  ],
  exports: [AppsService, ConversationApps],
})
export class AppsModule {}
