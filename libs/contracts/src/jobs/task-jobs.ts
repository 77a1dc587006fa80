import { z } from 'zod';
import { defineJob } from './job-definition.js';
import { ownerKey, ownerRef, revisionKey, revisionRef } from './job-refs.js';

const taskRef = ownerRef.extend({ actionItemId: z.string().min(1) });
const taskKey = (p: z.infer<typeof taskRef>) => `${p.ownerId}/${p.actionItemId}`;

/** Copies the tasks of a finished conversation into the task collection. */
export const saveActionItems = defineJob({
  name: 'conversation.save-action-items',
  schema: revisionRef,
  dedupeKey: revisionKey,
});

/** Brings in line with a task, or with its deletion, what follows from it: its place in search, its reminder, its copy in a task service. */
export const settleActionItem = defineJob({
  name: 'action-item.settle',
  schema: taskRef,
  rerun: true,
  dedupeKey: taskKey,
});

/** The timer of a task that is open and due: puts itself off until then, and reminds once. */
export const remindOfActionItem = defineJob({
  name: 'action-item.remind',
  timer: true,
  schema: taskRef,
  rerun: true,
  dedupeKey: taskKey,
});

/** Writes one task, or its deletion, to the owner's task service. Tried for two days, for that is somebody else's server. */
export const exportActionItem = defineJob({
  name: 'action-item.export',
  schema: taskRef,
  attempts: 300,
  rerun: true,
  dedupeKey: taskKey,
});

/** Reads from the owner's task service what was completed there, and puts itself off. Once per owner who has one. */
export const pullTaskService = defineJob({
  name: 'task-service.pull',
  timer: true,
  schema: ownerRef,
  dedupeKey: ownerKey,
});

/** Hands a stored notification to every way there is to the owner's clients. */
export const deliverNotification = defineJob({
  name: 'notification.deliver',
  schema: ownerRef.extend({ notificationId: z.string().min(1) }),
  dedupeKey: (p) => `${p.ownerId}/${p.notificationId}`,
});
