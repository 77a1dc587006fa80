/** How often one owner may do something, before `RATE_LIMIT_BOOST`. */
export interface RateLimitPolicy {
  readonly requests: number;
  readonly windowMs: number;
}

const perHour = (requests: number): RateLimitPolicy => ({ requests, windowMs: 3_600_000 });

/**
 * What costs the most, by the names and numbers of the reference. Source: specification of the routes, §1.4; those without a number there
 * are marked. Recordings are not among them: sound is never refused for being much.
 */
export const RATE_LIMITS = {
  'chat:send_message': perHour(120),
  'conversations:create': perHour(10),
  'conversations:merge': perHour(5),
  'conversations:reprocess': perHour(3),
  'conversations:search': perHour(60),
  /** Ours: as much work as a merge. */
  'conversations:split': perHour(5),
  /** Named there without a number: a question to the model, as the advice on goals. */
  'conversations:topic': perHour(30),
  'dev:conversations': perHour(25),
  'goals:advice': perHour(30),
  'goals:extract': perHour(30),
  'goals:suggest': perHour(30),
  'knowledge_graph:rebuild': perHour(2),
  'memories:batch': perHour(30),
  'memories:create': perHour(60),
  'memories:delete': perHour(60),
  'memories:delete_all': perHour(2),
  /** Ours: a question to the model, as the progress of goals. */
  'memories:extract': perHour(30),
  'memories:modify': perHour(120),
  'test:prompt': perHour(30),
} as const satisfies Record<string, RateLimitPolicy>;

export type RateLimitName = keyof typeof RATE_LIMITS;
