import type { ActionItem } from '#libs/contracts';

/** A task in the owner's list, as it is sent. */
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

/** Where else the same task was spoken of. */
export interface TaskEvidence {
  conversation_id: string;
  segment_ids: string[];
}

/** A task as it lies in `users/{uid}/action_items/{id}`: what is sent, and what only the server needs. */
export interface ActionItemRow extends ActionItemRecord {
  /** Every conversation it rests on, its own first. Absent in rows of the reference. */
  conversation_ids?: string[];
  /** Other conversations in which it came up again while it was open. */
  evidence?: TaskEvidence[];
  /** How it was worded when it was extracted last, by which it is known again. Absent: its owner wrote it. */
  extracted_as?: string;
  /** What its owner has set, which extraction leaves alone. */
  owner_edits?: { description?: true; due_at?: true; completed?: true; order?: true };
  /** What clients were told of its due date; null or absent: nothing, or that there is none any more. */
  reminder?: TaskReminder | null;
  /** Its copy in the owner's task service. */
  export_copy?: ExportCopy | null;
  /** Since when something of what follows from it is not done: search, reminder, export. Null or absent: all is. */
  unsettled_since?: Date | null;
  /** How often its owner put in the same words again after completing it; only the first of them counts. */
  repeats?: number;
}

export interface TaskReminder {
  due_at: Date;
  /** As clients know it. */
  description: string;
  /** Whether the time has come and they were told. */
  fired: boolean;
}

/** What a task looks like in another service, as it was when it was written or read there last. */
export interface ExportCopy {
  /** The connection it was written through; a copy of a connection that is gone counts for nothing. */
  connection_id: string;
  /** Where it lies there. */
  href: string;
  /** What that service calls this version of it; null when it does not say. */
  etag: string | null;
  /** A fingerprint of the words that were written there. */
  words: string;
  due_at: Date | null;
  completed: boolean;
  /** Its owner deleted it there: it is not written again. */
  is_gone?: boolean;
}

/** What is left of a deleted task until everything that followed from it is gone: `users/{uid}/action_item_remains/{id}`. */
export interface ActionItemRemains {
  id: string;
  deleted_at: Date;
  /** As that of a task. */
  unsettled_since: Date | null;
  reminder: TaskReminder | null;
}

/** A task of a conversation that its owner deleted: it does not come back when the conversation is processed again. Holds no words. */
export interface DismissedTask {
  id: string;
  segment_ids: string[];
}

/** The tasks that a conversation shows, in order. */
export interface ConversationTasks {
  /** Some may lie under another conversation in which they came up first. */
  ids: string[];
  dismissed: DismissedTask[];
}

/** What a client may change; what is absent stays. `due_at` null clears it. */
export interface ActionItemChange {
  readonly description?: string;
  readonly completed?: boolean;
  readonly due_at?: Date | null;
  readonly exported?: boolean;
  readonly export_date?: Date | null;
  readonly export_platform?: string | null;
  readonly apple_reminder_id?: string | null;
  readonly sort_order?: number;
  /** 0 to 3. */
  readonly indent_level?: number;
}

/** A task that its owner writes down. */
export interface NewActionItem {
  readonly description: string;
  readonly completed?: boolean;
  readonly due_at?: Date | null;
  readonly conversation_id?: string | null;
}

/** The row without what only the server needs. */
export function toRecord(row: ActionItemRow): ActionItemRecord {
  const record = { ...row };
  delete record.conversation_ids;
  delete record.evidence;
  delete record.extracted_as;
  delete record.owner_edits;
  delete record.reminder;
  delete record.export_copy;
  delete record.unsettled_since;
  delete record.repeats;
  return record;
}
