import { defineCollection } from '#libs/storage';

export const GOAL_TYPES = ['boolean', 'scale', 'numeric'] as const;
export type GoalType = (typeof GOAL_TYPES)[number];

/** What an owner works towards, `users/{uid}/goals/{id}`, as it is sent. */
export interface Goal {
  /** `goal_` and 12 hexadecimal digits. */
  id: string;
  title: string;
  goal_type: GoalType;
  target_value: number;
  current_value: number;
  min_value: number;
  max_value: number;
  unit: string | null;
  is_active: boolean;
  created_at: Date;
  updated_at: Date;
  ended_at: Date | null;
}

/** One line of a goal's journal, `users/{uid}/goals/{id}/goal_history/{id}`. Only ever added; a later one takes back an earlier one. */
export interface GoalEntry {
  id: string;
  /** The day on the owner's calendar. */
  date: string;
  recorded_at: Date;
  /** Where the goal stood afterwards. */
  value: number;
  /** `set`: it stands at the amount; `add`: it went up by it. */
  mode: 'set' | 'add';
  amount: number;
  /** The conversation that says so, and which of its revisions: null when its owner put it in. The last revision alone counts. */
  conversation_id: string | null;
  revision: number | null;
  segment_ids: string[];
}

/** What a goal is made of. */
export type NewGoal = Pick<Goal, 'title' | 'target_value'> &
  Partial<Pick<Goal, 'goal_type' | 'current_value' | 'min_value' | 'max_value' | 'unit'>>;

export type GoalChange = Partial<Omit<NewGoal, 'goal_type'>>;

/** A day of a goal's history, as it is sent. */
export interface GoalDay {
  date: string;
  value: number;
  recorded_at: Date;
}

export const goalCollection = defineCollection<Goal>({
  path: 'users/{ownerId}/goals',
  indexes: [{ fields: [{ field: 'is_active' }, { field: 'created_at' }] }],
  sealed: ['title', 'unit'],
});

/** Holds numbers and ids only. */
export const goalEntryCollection = defineCollection<GoalEntry>({
  path: 'users/{ownerId}/goals/{goalId}/goal_history',
  indexes: [
    { fields: [{ field: 'recorded_at' }] },
    { fields: [{ field: 'date' }] },
    { fields: [{ field: 'conversation_id' }] },
  ],
});
