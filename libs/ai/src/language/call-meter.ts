/** Tokens as LangChain reports them. */
export interface TokenUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly input_token_details?: { readonly cache_read?: number };
}

/** What one answered call took. Counts only. */
export interface ModelCall {
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input tokens, those that the server had read before and charges less for. */
  readonly cachedTokens: number;
}

/** Servers that do not count say nothing: the call stands, its tokens are unknown. */
export function modelCallOf(model: string, usage: TokenUsage | undefined): ModelCall {
  return {
    model,
    inputTokens: usage?.input_tokens ?? 0,
    outputTokens: usage?.output_tokens ?? 0,
    cachedTokens: usage?.input_token_details?.cache_read ?? 0,
  };
}

/** On whose account a task asks the chat model: counts the calls and ends them when they become too many. */
export abstract class CallMeter {
  /** Asked before every call, second tries and repairs included. False: no more of them, the rules answer. */
  abstract admit(taskKey: string): Promise<boolean>;
  /** Told of every call that was answered, usable or not: it costs the same. */
  abstract spent(taskKey: string, call: ModelCall): Promise<void>;
}

/** Lets no call through: for what is to be answered by the rules although there is a model. */
export class ClosedMeter extends CallMeter {
  override admit(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override spent(): Promise<void> {
    return Promise.resolve();
  }
}
