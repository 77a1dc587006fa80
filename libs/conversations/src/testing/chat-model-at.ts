import {
  createLanguageModel,
  InlineRules,
  OpenAiChatModels,
  TaskJournal,
  type LanguageModel,
} from '#libs/ai';
import type { AppConfig } from '#libs/config';
import { SystemClock } from '#libs/kernel';
import { Metrics, SilentLog } from '#libs/observability';

/** The language model as it is with a chat model at this address. On real time: the server that plays the vendor knows no other. */
export function chatModelAt(
  baseUrl: string,
  { seesImages = false, contextTokens = 32_000 } = {},
): LanguageModel {
  const chatModel = { baseUrl, apiKey: null, model: 'tiny', seesImages, contextTokens };
  const models = new OpenAiChatModels({ language: { chatModel } } as AppConfig);
  const journal = new TaskJournal(new Metrics(), new SilentLog());
  return createLanguageModel(models, new InlineRules(), new SystemClock(), journal);
}
