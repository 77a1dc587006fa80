/** How an owner's task service is reached. */
export interface TaskServiceAccess {
  /** The service as its owner names it, an http or https address. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** A list of tasks there. */
export interface TaskList {
  readonly url: string;
  readonly name: string;
}

/** A task as it is to stand there. */
export interface OutgoingTask {
  /** Stays the same for ever: whoever writes the task twice writes one. */
  readonly id: string;
  readonly description: string;
  readonly dueAt: Date | null;
  readonly completed: boolean;
  readonly completedAt: Date | null;
  readonly createdAt: Date;
}

export type TaskField = 'description' | 'due' | 'completion';

/** Where a task lies there, in which version. */
export interface RemotePlace {
  /** Address there. */
  readonly href: string;
  /** Changes with every change; null when that service does not tell. */
  readonly etag: string | null;
}

export interface RemoteTask extends RemotePlace {
  readonly completed: boolean;
}

export interface RemoteListing extends RemotePlace {
  /** The id that it was written under. */
  readonly taskId: string;
}

/**
 * A service that keeps tasks for an owner. Errors: `forbidden` TASK_SERVICE_REFUSED (name or password), OUTBOUND_ADDRESS_FORBIDDEN;
 * `not_found` TASK_LIST_MISSING; `conflict` TASK_CHANGED_THERE (read again and repeat); `unavailable` TASK_SERVICE_UNAVAILABLE.
 */
export abstract class TaskExporter {
  /** As `export_platform` names it. */
  abstract readonly platform: string;
  /** The lists that can hold tasks. */
  abstract lists(access: TaskServiceAccess): Promise<TaskList[]>;
  /** Puts a task in. One that is there under this id already is answered as it is, not changed. */
  abstract create(
    access: TaskServiceAccess,
    listUrl: string,
    task: OutgoingTask,
  ): Promise<RemoteTask & { isNew: boolean }>;
  /** Null when it is not there any more. */
  abstract read(access: TaskServiceAccess, href: string): Promise<RemoteTask | null>;
  /** Writes some fields and leaves everything else that stands there; null when it is not there any more. */
  abstract write(
    access: TaskServiceAccess,
    href: string,
    change: { readonly task: OutgoingTask; readonly fields: readonly TaskField[] },
  ): Promise<RemoteTask | null>;
  /** One that is not there is removed already. */
  abstract remove(access: TaskServiceAccess, listUrl: string, taskId: string): Promise<void>;
  /** Changes when anything in the list does; null when that service does not tell. */
  abstract markOf(access: TaskServiceAccess, listUrl: string): Promise<string | null>;
  /** Everything in the list that was written from here. */
  abstract written(access: TaskServiceAccess, listUrl: string): Promise<RemoteListing[]>;
}
