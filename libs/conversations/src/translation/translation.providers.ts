import type { Provider } from '@nestjs/common';
import { ConversationTranslation } from './conversation-translation.js';
import { LiveTranslation } from './live-translation.js';
import { TranslateConversationJob } from './translate-conversation.job.js';
import { TranslationRequests } from './translation-requests.js';

/** What was said, in the language that the owner reads. */
export const translationProviders: Provider[] = [
  ConversationTranslation,
  TranslationRequests,
  LiveTranslation,
  TranslateConversationJob,
];
