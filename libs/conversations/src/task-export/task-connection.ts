import { defineCollection } from '#libs/storage';

/** How an owner's tasks reach a service, `users/{uid}/task_integrations/{service}`. */
export interface TaskConnection {
  /** New whenever it leads to another place: copies that were written before count for nothing then. */
  id: string;
  url: string;
  username: string;
  password: string;
  list_url: string;
  list_name: string;
  connected_at: Date;
  /** What the list's own mark was when it was read last. */
  seen_mark: string | null;
  /** Whether the tasks that were open when it was made are on their way. */
  backfilled: boolean;
  /** Why it does not work now: a stable code. */
  failure_code: string | null;
}

/** What it was written as, so that a change on either side shows. */
export const taskConnectionCollection = defineCollection<TaskConnection>({
  path: 'users/{ownerId}/task_integrations',
  sealed: ['password', 'username', 'url', 'list_url', 'list_name'],
  alwaysSealed: true,
});
