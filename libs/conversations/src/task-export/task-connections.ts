import { Injectable } from '@nestjs/common';
import { pullTaskService } from '#libs/contracts';
import { AppError, Clock, newId } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { Collection, DocumentStore } from '#libs/storage';
import { taskConnectionCollection, type TaskConnection } from './task-connection.js';
import { TaskExporter, type TaskServiceAccess } from './task-exporter.js';

/** A connection without its secrets. */
export interface TaskConnectionView {
  readonly service: string;
  readonly url: string;
  readonly username: string;
  readonly listUrl: string;
  readonly listName: string;
  readonly connectedAt: Date;
  readonly failureCode: string | null;
}

/** A task that is put into the connected service alone. */
export interface NewRemoteTask {
  readonly title: string;
  readonly description: string | null;
  readonly dueAt: Date | null;
}

/** Where the tasks of an owner are copied to. */
@Injectable()
export class TaskConnections {
  private readonly connections: Collection<TaskConnection>;

  constructor(
    store: DocumentStore,
    private readonly exporter: TaskExporter,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {
    this.connections = new Collection(store, taskConnectionCollection);
  }

  get service(): string {
    return this.exporter.platform;
  }

  async find(ownerId: string): Promise<TaskConnection | null> {
    return (await this.connections.get(ownerId, this.service))?.data ?? null;
  }

  async view(ownerId: string): Promise<TaskConnectionView | null> {
    const found = await this.find(ownerId);
    return found && viewOf(this.service, found);
  }

  /**
   * Connects a service, after it was tried. `list`: address or name of a list there; without it the first that can hold tasks. Errors: those
   * of `TaskExporter`, and `not_found` TASK_LIST_MISSING when there is no such list.
   */
  async connect(
    ownerId: string,
    access: TaskServiceAccess,
    list: string | null,
  ): Promise<TaskConnectionView> {
    const lists = await this.exporter.lists(access);
    const chosen = list === null ? lists[0] : lists.find(({ url, name }) => url === list || name === list);
    if (!chosen) throw listMissing();
    const before = await this.find(ownerId);
    const isSamePlace = before?.list_url === chosen.url;
    const connection: TaskConnection = {
      ...access,
      id: isSamePlace ? before.id : newId(),
      list_url: chosen.url,
      list_name: chosen.name,
      connected_at: this.clock.now(),
      seen_mark: null,
      backfilled: false,
      failure_code: null,
    };
    await this.connections.set(ownerId, this.service, connection);
    await this.queue.cancel(pullTaskService, { ownerId });
    await this.queue.enqueue(pullTaskService, { ownerId });
    return viewOf(this.service, connection);
  }

  /** What was copied stays there. `not_found` TASK_SERVICE_NOT_CONNECTED. */
  async disconnect(ownerId: string): Promise<void> {
    if (!(await this.find(ownerId))) throw notConnected();
    await this.connections.delete(ownerId, this.service);
    await this.queue.cancel(pullTaskService, { ownerId });
  }

  /** Has the connected service looked at again, as connecting it does; false when there is none. Doing so again changes nothing. */
  async resume(ownerId: string): Promise<boolean> {
    if (!(await this.find(ownerId))) return false;
    await this.queue.enqueue(pullTaskService, { ownerId });
    return true;
  }

  /** Puts in a task there and nowhere else; answers its id there. Errors: those of `TaskExporter`, and `not_found` TASK_SERVICE_NOT_CONNECTED. */
  async addTask(ownerId: string, { title, description, dueAt }: NewRemoteTask): Promise<string> {
    const connection = await this.find(ownerId);
    if (!connection) throw notConnected();
    const id = newId();
    const words = description ? `${title}: ${description}` : title;
    const task = {
      id,
      description: words,
      dueAt,
      completed: false,
      completedAt: null,
      createdAt: this.clock.now(),
    };
    await this.exporter.create(connection, connection.list_url, task);
    return id;
  }

  /** Notes something about a connection that is still the same. */
  async note(ownerId: string, connection: TaskConnection, fields: Partial<TaskConnection>): Promise<void> {
    const current = await this.find(ownerId);
    if (current?.id === connection.id) await this.connections.merge(ownerId, this.service, fields);
  }
}

export function notConnected(): AppError {
  return new AppError(
    'not_found',
    'TASK_SERVICE_NOT_CONNECTED',
    'No such task service is connected. Connect it first.',
  );
}

function listMissing(): AppError {
  return new AppError(
    'not_found',
    'TASK_LIST_MISSING',
    'There is no such list that can hold tasks. Make one in the task service, or name another one.',
  );
}

function viewOf(service: string, connection: TaskConnection): TaskConnectionView {
  return {
    service,
    url: connection.url,
    username: connection.username,
    listUrl: connection.list_url,
    listName: connection.list_name,
    connectedAt: connection.connected_at,
    failureCode: connection.failure_code,
  };
}
