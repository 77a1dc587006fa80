import type { ModelCall } from '#libs/ai';
import type { ConversationCost, CostEntry } from './cost-collections.js';

export function noCost(revision: number): ConversationCost {
  return { revision, calls: 0, refused: {}, left_out: {}, spent: [] };
}

/** With one more answered call. */
export function plusCall(cost: ConversationCost, task: string, call: ModelCall): ConversationCost {
  const { model } = call;
  const isSame = (entry: CostEntry) => entry.task === task && entry.model === model;
  const entry = cost.spent.find(isSame) ?? {
    task,
    model,
    calls: 0,
    input_tokens: 0,
    output_tokens: 0,
    cached_tokens: 0,
  };
  const grown: CostEntry = {
    ...entry,
    calls: entry.calls + 1,
    input_tokens: entry.input_tokens + call.inputTokens,
    output_tokens: entry.output_tokens + call.outputTokens,
    cached_tokens: entry.cached_tokens + call.cachedTokens,
  };
  return { ...cost, spent: [...cost.spent.filter((other) => !isSame(other)), grown] };
}
