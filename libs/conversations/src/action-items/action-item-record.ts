import type { ActionItem } from '#libs/contracts';

/** A task in the owner's list, `users/{uid}/action_items/{id}`, stored as it is sent. */
export interface ActionItemRecord extends ActionItem {
  id: string;
  created_at: Date;
  updated_at: Date;
  is_locked: boolean;
  exported: boolean;
  export_date: Date | null;
  export_platform: string | null;
  apple_reminder_id: string | null;
  sort_order: number;
  /** 0 to 3. */
  indent_level: number;
}

export interface ActionItemFilter {
  readonly completed?: boolean;
  readonly conversationId?: string;
  /** Bounds of `created_at`, both included. */
  readonly startDate?: Date;
  readonly endDate?: Date;
}

/** What a client may change. `due_at` null clears it. */
export interface ActionItemChange {
  readonly description?: string;
  readonly completed?: boolean;
  readonly due_at?: Date | null;
}
