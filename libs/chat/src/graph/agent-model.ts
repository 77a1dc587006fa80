import { Injectable } from '@nestjs/common';
import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import type { StructuredToolInterface } from '@langchain/core/tools';
import { ChatModels, mayPass, modelCallOf, TaskJournal, type CallMeter } from '#libs/ai';
import { AppError, Clock } from '#libs/kernel';
import { AGENT_PROMPT_VERSION } from '../prompts/agent.prompt.js';
import { CHAT_LIMITS } from './chat-limits.js';

export interface ModelStep {
  readonly messages: readonly BaseMessage[];
  readonly tools: readonly StructuredToolInterface[];
  /** Called with each piece of text as it comes. */
  readonly onText: (text: string) => void;
  readonly signal: AbortSignal | undefined;
  readonly meter: CallMeter;
}

const ACCOUNT = { key: 'chat.agent', promptVersion: AGENT_PROMPT_VERSION };

/** The chat model as the graph uses it: one streamed step at a time, tried again while nothing of it was shown. */
@Injectable()
export class AgentModel {
  constructor(
    private readonly models: ChatModels,
    private readonly clock: Clock,
    private readonly journal: TaskJournal,
  ) {}

  get available(): boolean {
    return this.models.available;
  }

  /** Rejects with the provider's error when no attempt came through, or the attempt that failed had shown text already. */
  async step(step: ModelStep): Promise<AIMessageChunk> {
    for (let attempt = 1; ; attempt += 1) {
      let shown = false;
      const onText = (text: string) => {
        shown = true;
        step.onText(text);
      };
      try {
        return await this.stream({ ...step, onText });
      } catch (error) {
        this.journal.callFailed(ACCOUNT);
        if (shown || step.signal?.aborted || attempt === CHAT_LIMITS.attempts || !mayPass(error)) throw error;
        await this.clock.sleep(CHAT_LIMITS.retryAfterMs, step.signal);
      }
    }
  }

  private async stream({ messages, tools, onText, signal, meter }: ModelStep): Promise<AIMessageChunk> {
    const model = await this.modelWith(tools);
    let whole: AIMessageChunk | undefined;
    for await (const chunk of await model.stream([...messages], signal ? { signal } : {})) {
      whole = whole?.concat(chunk) ?? chunk;
      if (chunk.text) onText(chunk.text);
    }
    await this.account(whole, meter);
    if (whole && hasContent(whole)) return whole;
    throw new AppError('unavailable', 'CHAT_MODEL_SILENT', 'The chat model gave an empty answer.');
  }

  /** What the owner was shown already stays an answer when its cost cannot be noted. */
  private async account(whole: AIMessageChunk | undefined, meter: CallMeter): Promise<void> {
    const usage = whole?.usage_metadata;
    this.journal.callAnswered(ACCOUNT, usage);
    await meter
      .spent(ACCOUNT.key, modelCallOf(this.models.name, usage))
      .catch(() => this.journal.callUncounted(ACCOUNT));
  }

  private async modelWith(tools: readonly StructuredToolInterface[]) {
    const model = await this.models.withLimit(CHAT_LIMITS.maxOutputTokens);
    if (!model) throw new AppError('unavailable', 'CHAT_MODEL_MISSING', 'No chat model is configured.');
    return tools.length > 0 && model.bindTools ? model.bindTools([...tools]) : model;
  }
}

function hasContent({ text, tool_calls }: AIMessageChunk): boolean {
  return text !== '' || (tool_calls ?? []).length > 0;
}
