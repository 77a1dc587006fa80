import { defineCollection } from '#libs/storage';
import type { NotificationData } from '#libs/contracts';

/** A message to the owner's clients, `users/{uid}/notifications/{id}`. */
export interface Notification {
  id: string;
  data: NotificationData;
  /** Id of the task that it tells of, which it goes with; null when it tells of none. */
  about: string | null;
  created_at: Date;
  /** Since when it waits to be handed on; null when it was. */
  pending_since: Date | null;
}

export const notificationCollection = defineCollection<Notification>({
  path: 'users/{ownerId}/notifications',
  indexes: [
    { fields: [{ field: 'pending_since' }], group: true },
    { fields: [{ field: 'created_at' }] },
    { fields: [{ field: 'about' }] },
  ],
  sealed: ['data'],
});
