import { Injectable } from '@nestjs/common';
import { lockedText } from '#libs/contracts';
import { AppError, Clock } from '#libs/kernel';
import { ActionItemConsequences } from './action-item-consequences.js';
import { ActionItemIndex } from './action-item-index.js';
import type { ActionItemFilter } from './action-item-filter.js';
import { changedByOwner } from './action-item.rules.js';
import {
  toRecord,
  type ActionItemChange,
  type ActionItemRecord,
  type ActionItemRow,
  type NewActionItem,
} from './action-item-record.js';
import { ActionItemsRepository, type Page } from './action-items.repository.js';
import { OpenTasks, type OpenTask } from './open-tasks.js';
import { WrittenTasks } from './written-tasks.js';

/** What a list on a phone has taken over, and what it has still to take over. */
export interface PhoneSync {
  readonly pendingExport: ActionItemRecord[];
  readonly synced: ActionItemRecord[];
}

/** How much a phone is asked to take over at once. */
const MAX_SYNC = 500;

/** The owner's tasks. All methods on one task: `not_found` ACTION_ITEM_NOT_FOUND, `locked` ACTION_ITEM_LOCKED. */
@Injectable()
export class ActionItemsService {
  constructor(
    private readonly items: ActionItemsRepository,
    private readonly written: WrittenTasks,
    private readonly index: ActionItemIndex,
    private readonly open: OpenTasks,
    private readonly consequences: ActionItemConsequences,
    private readonly clock: Clock,
  ) {}

  /** Newest first; the nearest due first when it is filtered by that. `invalid` DATE_RANGE_INVALID. */
  async list(
    ownerId: string,
    filter: ActionItemFilter,
    page: Page,
  ): Promise<{ items: ActionItemRecord[]; hasMore: boolean }> {
    checkRange(filter.startDate, filter.endDate);
    checkRange(filter.dueStartDate, filter.dueEndDate);
    const found = await this.items.list(ownerId, filter, { limit: page.limit + 1, offset: page.offset });
    return { items: found.slice(0, page.limit).map(listed), hasMore: found.length > page.limit };
  }

  /** Best first. */
  async search(ownerId: string, text: string, limit: number): Promise<ActionItemRecord[]> {
    return (await this.index.search(ownerId, text, limit)).map(toRecord);
  }

  /** All of them one by one, newest first: for the owner's export. */
  async *all(ownerId: string): AsyncIterable<ActionItemRecord> {
    for await (const row of this.items.all(ownerId)) yield toRecord(row);
  }

  async get(ownerId: string, id: string): Promise<ActionItemRecord> {
    const row = await this.items.find(ownerId, id);
    if (!row) throw actionItemNotFound(id);
    if (row.is_locked) throw actionItemLocked(id);
    return toRecord(row);
  }

  /** The open tasks nearest to a text, at most 10 of the last 7 days: what an extraction need not find again. */
  async openForPrompt(ownerId: string, text: string): Promise<OpenTask[]> {
    return this.open.forPrompt(ownerId, text);
  }

  /** Puts in a task. The same words while it is open are the same task, and answer it as it is. */
  async create(ownerId: string, item: NewActionItem): Promise<ActionItemRecord> {
    const { row, isNew } = await this.written.create(ownerId, item);
    if (isNew) await this.consequences.follow(ownerId, [row.id]);
    return toRecord(row);
  }

  async update(ownerId: string, id: string, change: ActionItemChange): Promise<ActionItemRecord> {
    const [changed] = await this.updateMany(ownerId, [{ id, change }]);
    return changed ?? this.get(ownerId, id);
  }

  /** All of those that exist and are not locked, in one step; answers them as they are afterwards. */
  async updateMany(
    ownerId: string,
    changes: readonly { readonly id: string; readonly change: ActionItemChange }[],
  ): Promise<ActionItemRecord[]> {
    const now = this.clock.now();
    const byId = new Map(changes.map(({ id, change }) => [id, change]));
    const changed: ActionItemRow[] = [];
    for (const ids of inPortions([...byId.keys()])) {
      changed.push(
        ...(await this.items.changeMany(ownerId, ids, (row) =>
          row.is_locked ? null : changedByOwner(row, byId.get(row.id)!, now),
        )),
      );
    }
    const open = changed.filter((row) => !row.is_locked);
    await this.consequences.follow(
      ownerId,
      open.map(({ id }) => id),
    );
    return open.map(toRecord);
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.get(ownerId, id);
    await this.deleteMany(ownerId, [id]);
  }

  /** Answers the ids of those that there were. */
  async deleteMany(ownerId: string, ids: readonly string[]): Promise<string[]> {
    const deleted: string[] = [];
    for (const id of new Set(ids)) if (await this.items.delete(ownerId, id)) deleted.push(id);
    await this.consequences.follow(ownerId, deleted);
    return deleted;
  }

  /** For a phone that keeps a copy in a list of its own, named by `platform`. */
  async syncState(ownerId: string, platform: string): Promise<PhoneSync> {
    const [pending, exported] = await Promise.all([
      this.items.notExported(ownerId, MAX_SYNC),
      this.items.exportedTo(ownerId, platform, MAX_SYNC),
    ]);
    const usable = (rows: readonly ActionItemRow[]) => rows.filter((row) => !row.is_locked).map(toRecord);
    return { pendingExport: usable(pending), synced: usable(exported) };
  }
}

export function actionItemNotFound(id: string): AppError {
  return new AppError('not_found', 'ACTION_ITEM_NOT_FOUND', 'There is no such task.', { id });
}

export function actionItemLocked(id: string): AppError {
  return new AppError(
    'locked',
    'ACTION_ITEM_LOCKED',
    'This task is locked: its server kept it behind a plan.',
    {
      id,
    },
  );
}

/** As lists show it: of a locked task only the beginning. */
function listed(row: ActionItemRow): ActionItemRecord {
  const record = toRecord(row);
  return row.is_locked ? { ...record, description: lockedText(row.description) } : record;
}

function checkRange(from?: Date, to?: Date): void {
  if (!from || !to || from <= to) return;
  throw new AppError(
    'invalid',
    'DATE_RANGE_INVALID',
    'The range of dates ends before it begins. Swap its ends.',
  );
}

/** As many as one transaction takes. */
function inPortions(ids: readonly string[]): string[][] {
  const size = 400;
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, at) =>
    ids.slice(at * size, (at + 1) * size),
  );
}
