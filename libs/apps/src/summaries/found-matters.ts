import type { Structured } from '#libs/contracts';

/** What was understood of a conversation before an app reads it. Plain data: it crosses threads. */
export interface FoundMatters {
  readonly overview: string;
  readonly tasks: readonly { readonly description: string; readonly dueMs: number | null }[];
  readonly events: readonly {
    readonly title: string;
    readonly description: string;
    readonly startMs: number;
  }[];
}

export const NOTHING_FOUND: FoundMatters = { overview: '', tasks: [], events: [] };

export function foundMatters({ overview, action_items, events }: Structured): FoundMatters {
  return {
    overview,
    tasks: action_items.map(({ description, due_at }) => ({
      description,
      dueMs: due_at?.getTime() ?? null,
    })),
    events: events.map(({ title, description, start }) => ({ title, description, startMs: start.getTime() })),
  };
}
