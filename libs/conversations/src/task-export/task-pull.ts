import { Injectable } from '@nestjs/common';
import { ActionItemsRepository } from '../action-items/action-items.repository.js';
import type { TaskConnection } from './task-connection.js';
import { TaskConnections } from './task-connections.js';
import { TaskExporter } from './task-exporter.js';
import { TaskExports } from './task-exports.js';

/** Of those that were open before there was a connection. */
const MAX_BACKFILL = 500;

/** Finds out what changed in the owner's task service since it was looked at last. */
@Injectable()
export class TaskPull {
  constructor(
    private readonly connections: TaskConnections,
    private readonly exporter: TaskExporter,
    private readonly items: ActionItemsRepository,
    private readonly exports: TaskExports,
  ) {}

  /** Nothing without a connection. Errors: those of `TaskExporter`. */
  async pull(ownerId: string): Promise<void> {
    const connection = await this.connections.find(ownerId);
    if (!connection) return;
    if (!connection.backfilled) await this.backfill(ownerId, connection);
    const mark = await this.exporter.markOf(connection, connection.list_url);
    if (mark === null || mark !== connection.seen_mark) await this.compare(ownerId, connection);
    await this.connections.note(ownerId, connection, { seen_mark: mark, failure_code: null });
  }

  private async backfill(ownerId: string, connection: TaskConnection): Promise<void> {
    for (const row of await this.items.list(
      ownerId,
      { completed: false },
      { limit: MAX_BACKFILL, offset: 0 },
    )) {
      await this.exports.request(ownerId, row.id);
    }
    await this.connections.note(ownerId, connection, { backfilled: true });
  }

  private async compare(ownerId: string, connection: TaskConnection): Promise<void> {
    const there = await this.exporter.written(connection, connection.list_url);
    const rows = await this.items.findMany(
      ownerId,
      there.map(({ taskId }) => taskId),
    );
    const etags = new Map(there.map(({ taskId, etag }) => [taskId, etag]));
    for (const { id, export_copy: copy } of rows) {
      const etag = etags.get(id);
      if (etag === null || etag !== copy?.etag) await this.exports.request(ownerId, id);
    }
  }
}
