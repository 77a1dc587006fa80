import { Injectable } from '@nestjs/common';
import { SpeechSettings, translationTargetOf } from '#libs/accounts';
import { isAnyLanguage } from '#libs/ai';
import { translateConversation } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { ConversationTranslation } from './conversation-translation.js';

/** Puts in the translation of conversations whose owners ask for it. */
@Injectable()
export class TranslationRequests {
  constructor(
    private readonly translation: ConversationTranslation,
    private readonly settings: SpeechSettings,
    private readonly queue: JobQueue,
  ) {}

  /** Whether something foreign may be said in a conversation in this language, and could be translated. */
  isPossible(language: string | null): boolean {
    return language !== null && isAnyLanguage(language) && this.translation.isAvailable;
  }

  /** Whatever of the conversation is not translated by then will be. */
  async put(ownerId: string, conversationId: string, language: string | null): Promise<void> {
    if (!this.isPossible(language)) return;
    if (translationTargetOf(language, await this.settings.of(ownerId)) === null) return;
    await this.queue.enqueue(translateConversation, { ownerId, conversationId });
  }
}
