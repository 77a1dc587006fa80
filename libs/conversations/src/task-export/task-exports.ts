import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { exportActionItem } from '#libs/contracts';
import { Clock, toAppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { changedByOwner } from '../action-items/action-item.rules.js';
import type { ActionItemRow, ExportCopy } from '../action-items/action-item-record.js';
import { ActionItemConsequences } from '../action-items/action-item-consequences.js';
import { ActionItemsRepository } from '../action-items/action-items.repository.js';
import type { TaskConnection } from './task-connection.js';
import { TaskConnections } from './task-connections.js';
import { TaskExporter, type OutgoingTask, type RemoteTask, type TaskField } from './task-exporter.js';

/**
 * Keeps a task and its copy in the owner's task service in line. What was written last is remembered, so that it shows which side changed:
 * words and date go out from here and are left alone there until they change here; completion goes both ways.
 */
@Injectable()
export class TaskExports {
  constructor(
    private readonly connections: TaskConnections,
    private readonly exporter: TaskExporter,
    private readonly items: ActionItemsRepository,
    private readonly consequences: ActionItemConsequences,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Puts in the work for one task, if there is anywhere to copy it to; answers whether there is. */
  async request(ownerId: string, actionItemId: string): Promise<boolean> {
    if (!(await this.connections.find(ownerId))) return false;
    await this.queue.enqueue(exportActionItem, { ownerId, actionItemId });
    return true;
  }

  /** Brings both sides in line. Doing it again changes nothing. Errors: those of `TaskExporter`. */
  async sync(ownerId: string, id: string): Promise<void> {
    const connection = await this.connections.find(ownerId);
    const row = await this.items.find(ownerId, id);
    if (!connection) return row ? undefined : this.items.forgetRemains(ownerId, id);
    try {
      if (row) await this.syncTask(ownerId, connection, row);
      else await this.removeTask(ownerId, connection, id);
      if (connection.failure_code !== null)
        await this.connections.note(ownerId, connection, { failure_code: null });
    } catch (thrown) {
      const { code, kind } = toAppError(thrown);
      if (kind === 'forbidden' || kind === 'not_found')
        await this.connections.note(ownerId, connection, { failure_code: code });
      throw thrown;
    }
  }

  private async removeTask(ownerId: string, connection: TaskConnection, id: string): Promise<void> {
    await this.exporter.remove(connection, connection.list_url, id);
    await this.items.forgetRemains(ownerId, id);
  }

  private async syncTask(ownerId: string, connection: TaskConnection, row: ActionItemRow): Promise<void> {
    const copy = await this.copyToSync(connection, row);
    const remote = copy && (await this.exporter.read(connection, copy.href));
    if (!copy) return;
    const agreed = { ...row, completed: remote ? agreedCompletion(row, copy, remote) : row.completed };
    const written = remote && (await this.write(connection, remote, outdated(agreed, copy, remote), agreed));
    const next = written ? copyOf(connection, agreed, written) : { ...copy, is_gone: true };
    await this.remember(ownerId, row, next);
    if (agreed.completed !== row.completed) await this.takeCompletion(ownerId, row.id, agreed.completed);
  }

  /** Null when nothing of the task belongs there. */
  private async copyToSync(connection: TaskConnection, row: ActionItemRow): Promise<ExportCopy | null> {
    const known = row.export_copy?.connection_id === connection.id ? row.export_copy : null;
    if (known) return known.is_gone ? null : known;
    // A task that was done before anybody could see it there is of no use there.
    return row.completed ? null : this.firstCopy(connection, row);
  }

  /** What lies there under this id already, because a process died before it could note that, is taken over and brought up to date. */
  private async firstCopy(connection: TaskConnection, row: ActionItemRow): Promise<ExportCopy> {
    const remote = await this.exporter.create(connection, connection.list_url, outgoing(row));
    const copy = copyOf(connection, { ...row, completed: remote.completed }, remote);
    return remote.isNew ? copy : { ...copy, words: '', due_at: row.due_at === null ? new Date(0) : null };
  }

  private async write(
    connection: TaskConnection,
    remote: RemoteTask,
    fields: readonly TaskField[],
    row: ActionItemRow,
  ): Promise<RemoteTask | null> {
    if (fields.length === 0) return remote;
    return this.exporter.write(connection, remote.href, { task: outgoing(row), fields });
  }

  /** Not for a task that was deleted meanwhile: its remains see to its copy. */
  private async remember(ownerId: string, row: ActionItemRow, copy: ExportCopy): Promise<void> {
    const now = this.clock.now();
    await this.items.change(ownerId, row.id, (current) => ({
      export_copy: copy,
      ...(current.exported
        ? {}
        : { exported: true, export_date: now, export_platform: this.exporter.platform }),
    }));
  }

  private async takeCompletion(ownerId: string, id: string, completed: boolean): Promise<void> {
    const now = this.clock.now();
    await this.items.change(ownerId, id, (row) => changedByOwner(row, { completed }, now));
    await this.consequences.follow(ownerId, [id]);
  }
}

function outgoing(row: ActionItemRow): OutgoingTask {
  return {
    id: row.id,
    description: row.description,
    dueAt: row.due_at,
    completed: row.completed,
    completedAt: row.completed_at,
    createdAt: row.created_at,
  };
}

function copyOf(connection: TaskConnection, row: ActionItemRow, { href, etag }: RemoteTask): ExportCopy {
  return {
    connection_id: connection.id,
    href,
    etag,
    words: wordsOf(row),
    due_at: row.due_at,
    completed: row.completed,
  };
}

/** Of what both sides knew last, one side has changed, or both in the same way: a task is done or it is not. */
function agreedCompletion(row: ActionItemRow, copy: ExportCopy, remote: RemoteTask): boolean {
  return row.completed === copy.completed ? remote.completed : row.completed;
}

/** What has changed here since it was written there. */
function outdated(row: ActionItemRow, copy: ExportCopy, remote: RemoteTask): TaskField[] {
  const fields: TaskField[] = [];
  if (wordsOf(row) !== copy.words) fields.push('description');
  if (row.due_at?.getTime() !== copy.due_at?.getTime()) fields.push('due');
  if (row.completed !== remote.completed) fields.push('completion');
  return fields;
}

/** Tells whether words changed without keeping them a second time. */
function wordsOf({ id, description }: ActionItemRow): string {
  return createHash('sha256').update(`${id}\n${description}`).digest('base64url').slice(0, 16);
}
