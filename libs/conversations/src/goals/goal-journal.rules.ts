import type { Goal, GoalDay, GoalEntry } from './goal.js';

/** Progress as somebody put it. */
export interface Progress {
  readonly mode: 'set' | 'add';
  readonly amount: number;
}

/** Where a goal stands after one more entry. */
export function valueAfter(
  goal: Pick<Goal, 'min_value' | 'max_value' | 'target_value'>,
  current: number,
  progress: Progress,
): number {
  const value = progress.mode === 'set' ? progress.amount : current + progress.amount;
  const top = Math.max(goal.max_value, goal.target_value);
  // 0.1 + 0.2 is 0.3 for whoever counts kilometres.
  return Math.round(Math.min(top, Math.max(goal.min_value, value)) * 1e6) / 1e6;
}

/** Where a goal stands by its whole journal. Of what one conversation says only its last revision counts. */
export function valueOf(
  goal: Pick<Goal, 'min_value' | 'max_value' | 'target_value'>,
  entries: readonly GoalEntry[],
): number {
  const last = new Map<string, number>();
  for (const { conversation_id: id, revision } of entries) {
    if (id !== null) last.set(id, Math.max(last.get(id) ?? 0, revision ?? 0));
  }
  return [...entries]
    .sort((a, b) => a.recorded_at.getTime() - b.recorded_at.getTime() || a.id.localeCompare(b.id))
    .filter((entry) => entry.conversation_id === null || entry.revision === last.get(entry.conversation_id))
    .reduce((value, entry) => valueAfter(goal, value, entry), goal.min_value);
}

/** One line a day, the last of it, newest first. */
export function daysOf(entries: readonly GoalEntry[]): GoalDay[] {
  const days = new Map<string, GoalDay>();
  for (const { date, value, recorded_at } of [...entries].sort(
    (a, b) => a.recorded_at.getTime() - b.recorded_at.getTime(),
  )) {
    days.set(date, { date, value, recorded_at });
  }
  return [...days.values()].sort((a, b) => b.date.localeCompare(a.date));
}
