/** Source of the numbers: chat specification, A2.3. */
export const CHAT_LIMITS = {
  toolCalls: 25,
  modelTurns: 12,
  /** Calls in one step of the model that run at the same time; further ones are refused. */
  parallelToolCalls: 8,
  /** Of one step of the model. */
  maxOutputTokens: 8_192,
  /** Attempts at one step, as long as nothing of it was streamed. */
  attempts: 3,
  retryAfterMs: 1_000,
  heartbeatMs: 20_000,
  turnMs: 150_000,
  /** Among this many calls in a row, this many alike are a loop. */
  loopWindow: 3,
  loopRepeats: 2,
} as const;
