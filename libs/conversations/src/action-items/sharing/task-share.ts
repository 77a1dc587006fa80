import { defineCollection } from '#libs/storage';

/** Tasks that their owner shows to whoever has the token, `users/{uid}/task_shares/{digest of the token}`. Holds neither words nor the token. */
export interface TaskShare {
  id: string;
  task_ids: string[];
  created_at: Date;
  expires_at: Date;
}

/** That somebody took over what a share shows, `users/{uid}/accepted_task_shares/{digest of the token}`. */
export interface AcceptedShare {
  id: string;
  accepted_at: Date;
  /** When the share ends, and this with it. */
  expires_at: Date;
}

export const taskShareCollection = defineCollection<TaskShare>({
  path: 'users/{ownerId}/task_shares',
  indexes: [{ fields: [{ field: 'id' }], group: true }, { fields: [{ field: 'expires_at' }] }],
});

export const acceptedShareCollection = defineCollection<AcceptedShare>({
  path: 'users/{ownerId}/accepted_task_shares',
  indexes: [{ fields: [{ field: 'expires_at' }] }],
});
