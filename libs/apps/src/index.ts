export { AppsModule } from './apps.module.js';
export { AppsService } from './apps.service.js';
export { ConversationApps } from './summaries/conversation-apps.js';
export { type AppText } from './store/app-row.js';
export { appCollections } from './store/collections.js';
