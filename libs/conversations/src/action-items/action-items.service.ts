import { Injectable } from '@nestjs/common';
import { AppError, Clock } from '#libs/kernel';
import type { ActionItemChange, ActionItemFilter, ActionItemRecord } from './action-item-record.js';
import { ActionItemsRepository } from './action-items.repository.js';

/** The owner's tasks. All methods on one task: `not_found` ACTION_ITEM_NOT_FOUND. */
@Injectable()
export class ActionItemsService {
  constructor(
    private readonly items: ActionItemsRepository,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(
    ownerId: string,
    filter: ActionItemFilter,
    page: { limit: number; offset: number },
  ): Promise<{ items: ActionItemRecord[]; hasMore: boolean }> {
    const found = await this.items.list(ownerId, filter, { limit: page.limit + 1, offset: page.offset });
    return { items: found.slice(0, page.limit), hasMore: found.length > page.limit };
  }

  /** All of them one by one, newest first: for the owner's export. */
  all(ownerId: string): AsyncIterable<ActionItemRecord> {
    return this.items.all(ownerId);
  }

  async get(ownerId: string, id: string): Promise<ActionItemRecord> {
    return this.orMissing(id, await this.items.find(ownerId, id));
  }

  async update(ownerId: string, id: string, change: ActionItemChange): Promise<ActionItemRecord> {
    const now = this.clock.now();
    const changed = await this.items.change(ownerId, id, (record) => ({
      ...withoutUndefined(change),
      ...(change.completed === undefined ? {} : completion(record, change.completed, now)),
      updated_at: now,
    }));
    return this.orMissing(id, changed);
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.get(ownerId, id);
    await this.items.delete(ownerId, id);
  }

  private orMissing(id: string, record: ActionItemRecord | null): ActionItemRecord {
    if (record) return record;
    throw new AppError('not_found', 'ACTION_ITEM_NOT_FOUND', 'There is no such task.', { id });
  }
}

/** Completing twice keeps the first time. */
function completion(record: ActionItemRecord, completed: boolean, now: Date): Partial<ActionItemRecord> {
  if (!completed) return { completed_at: null };
  return { completed_at: record.completed_at ?? now };
}

function withoutUndefined(change: ActionItemChange): Partial<ActionItemRecord> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
