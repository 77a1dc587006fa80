import type { ModelCall } from '#libs/ai';
import type { ModelUse, ModelUseDay } from './usage-collections.js';

const DAY_MS = 86_400_000;
/** Where the reference counts the same calls once more, by plan. */
const NOT_A_FEATURE = 'plan_usage';

export const NO_USE: ModelUse = { input_tokens: 0, output_tokens: 0, cached_tokens: 0, call_count: 0 };

export type UseByFeature = Readonly<Record<string, ModelUse>>;

/** A task as the wire calls it. */
export function featureOf(taskKey: string): string {
  return taskKey.replaceAll('.', '_');
}

/** A model's name as a key of a map; the reference writes it so, because Firestore reads some of these marks as a path. */
export function modelKey(model: string): string {
  return model.replaceAll(/[./~*[\]`]/g, '_') || 'unknown';
}

export function plus(use: ModelUse, call: ModelCall): ModelUse {
  return sum(use, {
    input_tokens: call.inputTokens,
    output_tokens: call.outputTokens,
    cached_tokens: call.cachedTokens,
    call_count: 1,
  });
}

/** Ids of the documents of today, UTC, and so many days before it. */
export function daysUpTo(now: Date, days: number): string[] {
  return Array.from({ length: days + 1 }, (_, back) =>
    new Date(now.getTime() - back * DAY_MS).toISOString().slice(0, 10),
  );
}

/** All days and models together, by feature. */
export function totalsOf(days: readonly ModelUseDay[]): UseByFeature {
  const totals: Record<string, ModelUse> = {};
  for (const [feature, models] of days.flatMap((day) => Object.entries(day))) {
    if (feature === NOT_A_FEATURE || !isMap(models)) continue;
    for (const use of Object.values(models)) {
      if (isMap(use)) totals[feature] = sum(totals[feature] ?? NO_USE, use);
    }
  }
  return totals;
}

/** Of days that another version wrote, what is missing counts as nothing. */
function sum(left: ModelUse, right: Partial<ModelUse>): ModelUse {
  return {
    input_tokens: left.input_tokens + (right.input_tokens ?? 0),
    output_tokens: left.output_tokens + (right.output_tokens ?? 0),
    cached_tokens: left.cached_tokens + (right.cached_tokens ?? 0),
    call_count: left.call_count + (right.call_count ?? 0),
  };
}

function isMap(value: unknown): value is Readonly<Record<string, Record<string, never>>> {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !Array.isArray(value);
}
