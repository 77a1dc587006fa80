import { Injectable } from '@nestjs/common';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AppConfig } from '#libs/config';

/** The configured chat model, in as many output limits as its users have. */
export abstract class ChatModels {
  /** Whether a chat model is configured. */
  abstract readonly available: boolean;
  /** Whether it can be asked about pictures. */
  abstract readonly seesImages: boolean;
  /** What it is called on its server; empty when none is configured. */
  abstract readonly name: string;
  /** Tokens that prompt and answer may have together; null when none is configured. */
  abstract readonly contextTokens: number | null;
  /** The model with this cap on one answer, or null when none is configured. The same cap gives the same object. */
  abstract withLimit(maxOutputTokens: number): Promise<BaseChatModel | null>;
}

/**
 * Any server that speaks OpenAI's chat completions. The SDK loads with the first use, so that installations and worker threads without
 * a model never pay for it. `streaming` stays unset: set to true, LangChain's `invoke` counts tokens with tables from the internet.
 */
@Injectable()
export class OpenAiChatModels extends ChatModels {
  private readonly byLimit = new Map<number, Promise<BaseChatModel>>();

  constructor(private readonly config: AppConfig) {
    super();
  }

  override get available(): boolean {
    return this.config.language.chatModel !== null;
  }

  override get seesImages(): boolean {
    return this.config.language.chatModel?.seesImages ?? false;
  }

  override get name(): string {
    return this.config.language.chatModel?.model ?? '';
  }

  override get contextTokens(): number | null {
    return this.config.language.chatModel?.contextTokens ?? null;
  }

  override async withLimit(maxOutputTokens: number): Promise<BaseChatModel | null> {
    const chatModel = this.config.language.chatModel;
    if (!chatModel) return null;
    const known = this.byLimit.get(maxOutputTokens) ?? connect(chatModel, maxOutputTokens);
    this.byLimit.set(maxOutputTokens, known);
    return known;
  }
}

type ChatModelConfig = NonNullable<AppConfig['language']['chatModel']>;

async function connect(chatModel: ChatModelConfig, maxOutputTokens: number): Promise<BaseChatModel> {
  const { ChatOpenAI } = await import('@langchain/openai');
  return new ChatOpenAI({
    model: chatModel.model,
    maxTokens: maxOutputTokens,
    // A server on the own machine wants no key, but the SDK refuses to start without one.
    apiKey: chatModel.apiKey ?? 'none',
    configuration: { baseURL: chatModel.baseUrl },
    // Callers retry within their own limits of time and attempts.
    maxRetries: 0,
    useResponsesApi: false,
  });
}
