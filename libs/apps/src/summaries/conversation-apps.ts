import { Injectable } from '@nestjs/common';
import { ModelUsage } from '#libs/accounts';
import { LanguageModel } from '#libs/ai';
import type { AppCard } from '#libs/contracts';
import { ConversationsService, TranscriptReader } from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { AppsService } from '../apps.service.js';
import { modelNeeded } from './owner-summary-apps.js';
import { SummaryWriter } from './summary-writer.js';

/** What owners ask of apps about one conversation. `not_found` CONVERSATION_NOT_FOUND everywhere. */
@Injectable()
export class ConversationApps {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly apps: AppsService,
    private readonly reader: TranscriptReader,
    private readonly writer: SummaryWriter,
    private readonly model: LanguageModel,
    private readonly usage: ModelUsage,
  ) {}

  /** The apps that were found to suit it, the best first; one that is gone since is left out. */
  async suggested(ownerId: string, conversationId: string): Promise<AppCard[]> {
    const { suggested_summarization_apps: ids = [] } = await this.conversations.get(ownerId, conversationId);
    const apps = await this.apps.list(ownerId);
    return ids.flatMap((id) => apps.find((app) => app.id === id) ?? []);
  }

  /**
   * What a prompt would make of the conversation. Nothing of it is kept. `invalid` CONVERSATION_EMPTY when nothing was said in it; `conflict`
   * APP_NEEDS_MODEL without a chat model; `unavailable` APP_WROTE_NOTHING when the model gave no usable answer.
   */
  async tryPrompt(ownerId: string, conversationId: string, prompt: string): Promise<string> {
    const conversation = await this.conversations.get(ownerId, conversationId);
    const input = await this.reader.read(ownerId, conversation);
    if (input.turns.length === 0 && !input.photos) throw conversationEmpty();
    if (!this.model.available) throw modelNeeded();
    const app = { id: 'trial', name: 'Trial', description: 'an app that is being written' };
    const subject = { input, structured: conversation.structured };
    const text = await this.writer.write(
      { app, prompt, subject, isAsked: true },
      this.usage.meterOf(ownerId),
    );
    if (text === '') throw wroteNothing();
    return text;
  }
}

function conversationEmpty(): AppError {
  return new AppError(
    'invalid',
    'CONVERSATION_EMPTY',
    'Nothing was said in this conversation that a prompt could be tried on.',
  );
}

function wroteNothing(): AppError {
  return new AppError(
    'unavailable',
    'APP_WROTE_NOTHING',
    'The language model found nothing to write for this prompt, or gave no usable answer. Change the prompt, or try again.',
  );
}
