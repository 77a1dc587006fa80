import { defineCollection } from '#libs/storage';
import type { ActionItemRow } from '../action-items/action-item-record.js';

/**
 * How far a merge is. `building`: the sources are locked. `processing`: the merged conversation is there and being understood. `settling`: the
 * sources are hidden and leave search. `done`: it can be confirmed or taken back. `confirming`: sound that is still the sources' goes over; from
 * here on nothing is taken back. `following`: memories go over, then the sources go. `undoing`: the sources are put back. The last three are final, and why is `failure_code`.
 */
export const MERGE_STATES = [
  'building', 'processing', 'settling', 'done', 'confirming', 'following', 'undoing', 'confirmed',
  'undone', 'failed',
] as const; // prettier-ignore
export type MergeState = (typeof MERGE_STATES)[number];

/** Somebody has to be at work on it. */
export const ACTIVE_STATES = [
  'building',
  'processing',
  'settling',
  'confirming',
  'following',
  'undoing',
] as const satisfies MergeState[];

/** A merge of conversations: `users/{uid}/merges/{id of the merged conversation}`. Holds ids only. */
export interface MergeRecord {
  /** Of the merged conversation too. */
  id: string;
  state: MergeState;
  /** In order of time. */
  source_ids: string[];
  created_at: Date;
  /** When something happens by itself: one that is done is confirmed, one that is over is forgotten. Null while work goes on. */
  expires_at: Date | null;
  /** Why it was put back by itself. */
  failure_code: string | null;
}

/** A task of a source as it was before it went over: `users/{uid}/merges/{id}/tasks/{task id}`. */
export interface CarriedTask {
  row: ActionItemRow;
}

export const mergeCollection = defineCollection<MergeRecord>({
  path: 'users/{ownerId}/merges',
  indexes: [
    { fields: [{ field: 'state' }], group: true },
    { fields: [{ field: 'expires_at' }], group: true },
  ],
});

export const carriedTaskCollection = defineCollection<CarriedTask>({
  path: 'users/{ownerId}/merges/{mergeId}/tasks',
  sealed: ['row'],
});
