import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { actionItemCollection, actionItemRemainsCollection } from './action-item.collections.js';
import { citing, filtersOf, passes, type ActionItemFilter } from './action-item-filter.js';
import type { ActionItemRemains, ActionItemRow } from './action-item-record.js';
import { ShownTasks } from './shown-tasks.js';

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** A task or what is left of one, whose consequences are not all done. */
export interface UnsettledItem {
  readonly ownerId: string;
  readonly actionItemId: string;
}

/** Writes of one document are at most this many. */
const MAX_WRITES = 400;

/** Tasks, `users/{uid}/action_items`. What belongs to another owner is absent. */
@Injectable()
export class ActionItemsRepository {
  private readonly items: Collection<ActionItemRow>;
  private readonly remains: Collection<ActionItemRemains>;

  constructor(
    private readonly store: DocumentStore,
    private readonly shown: ShownTasks,
    private readonly clock: Clock,
  ) {
    this.items = new Collection(store, actionItemCollection);
    this.remains = new Collection(store, actionItemRemainsCollection);
  }

  async find(ownerId: string, id: string): Promise<ActionItemRow | null> {
    return (await this.items.get(ownerId, id))?.data ?? null;
  }

  /** Those that exist, in the order asked for. */
  async findMany(ownerId: string, ids: readonly string[]): Promise<ActionItemRow[]> {
    const found = await this.items.getMany(ownerId, ids);
    return found.flatMap((stored) => (stored ? [stored.data] : []));
  }

  /** Newest first by creation; by due date, the nearest first, when it is filtered by that. */
  async list(ownerId: string, filter: ActionItemFilter, page: Page): Promise<ActionItemRow[]> {
    if (filter.conversationId !== undefined) return this.listOfConversation(ownerId, filter, page);
    const byDue = filter.dueStartDate !== undefined || filter.dueEndDate !== undefined;
    if (byDue && (filter.startDate ?? filter.endDate)) return this.listByBothDates(ownerId, filter, page);
    const { documents } = await this.items.query(ownerId, {
      where: filtersOf(filter),
      orderBy: [byDue ? { field: 'due_at', direction: 'asc' } : { field: 'created_at', direction: 'desc' }],
      ...page,
    });
    return documents.map((found) => found.data);
  }

  /** All of them, newest first by creation. */
  async *all(ownerId: string): AsyncIterable<ActionItemRow> {
    const orderBy = [{ field: 'created_at', direction: 'desc' as const }];
    for await (const { data } of this.items.each(ownerId, { orderBy })) yield data;
  }

  /** Open tasks, those that something happened to last first. */
  async recentlyOpen(ownerId: string, since: Date, limit: number): Promise<ActionItemRow[]> {
    const { documents } = await this.items.query(ownerId, {
      where: [
        { field: 'completed', op: '==', value: false },
        { field: 'updated_at', op: '>=', value: since },
      ],
      orderBy: [{ field: 'updated_at', direction: 'desc' }],
      limit,
    });
    return documents.map((found) => found.data);
  }

  /** Open tasks that no other list has taken over, newest first. */
  async notExported(ownerId: string, limit: number): Promise<ActionItemRow[]> {
    const { documents } = await this.items.query(ownerId, {
      where: [
        { field: 'exported', op: '==', value: false },
        { field: 'completed', op: '==', value: false },
      ],
      orderBy: [{ field: 'created_at', direction: 'desc' }],
      limit,
    });
    return documents.map((found) => found.data);
  }

  /** What lies in another list, changed last first. */
  async exportedTo(ownerId: string, platform: string, limit: number): Promise<ActionItemRow[]> {
    const { documents } = await this.items.query(ownerId, {
      where: [{ field: 'export_platform', op: '==', value: platform }],
      orderBy: [{ field: 'updated_at', direction: 'desc' }],
      limit,
    });
    return documents.map((found) => found.data);
  }

  /** Those of a conversation, and those of others that came up in it again. */
  async ofConversation(ownerId: string, conversationId: string): Promise<ActionItemRow[]> {
    const [own, cited] = await Promise.all([
      this.items.query(ownerId, { where: filtersOf({ conversationId }) }),
      this.items.query(ownerId, { where: [citing(conversationId)] }),
    ]);
    const found = [...own.documents, ...cited.documents].map(({ data }) => data);
    return [...new Map(found.map((row) => [row.id, row])).values()];
  }

  /** Everybody's tasks of which something has not been done since before a moment; what is left of deleted ones included. */
  async *unsettledBefore(before: Date): AsyncIterable<UnsettledItem> {
    const where = [{ field: 'unsettled_since', op: '<', value: before } as const];
    const orderBy = [{ field: 'unsettled_since', direction: 'asc' } as const];
    for (const collection of [this.items, this.remains] as Collection<{ id: string }>[]) {
      for await (const { ownerId, id } of collection.ofAllOwners({ where, orderBy })) {
        yield { ownerId, actionItemId: id };
      }
    }
  }

  /** Null when there is none. `change` answers null to leave it alone. */
  async change(
    ownerId: string,
    id: string,
    change: (row: ActionItemRow) => Partial<ActionItemRow> | null,
  ): Promise<ActionItemRow | null> {
    const [row] = await this.changeMany(ownerId, [id], change);
    return row ?? null;
  }

  /** All of those that exist, in one transaction; answers them as they are afterwards. At most 400. */
  async changeMany(
    ownerId: string,
    ids: readonly string[],
    change: (row: ActionItemRow) => Partial<ActionItemRow> | null,
  ): Promise<ActionItemRow[]> {
    const wanted = [...new Set(ids)].slice(0, MAX_WRITES);
    return this.store.transaction(async (transaction) => {
      const items = this.items.within(transaction);
      const found = await Promise.all(wanted.map((id) => items.get(ownerId, id)));
      return found.flatMap((stored) => {
        if (!stored) return [];
        const fields = change(stored.data);
        if (fields) items.update(ownerId, stored.id, fields);
        return [{ ...stored.data, ...fields }];
      });
    });
  }

  /** Deletes a task; what follows from that is remembered until it is done. False when there is none. */
  async delete(ownerId: string, id: string): Promise<boolean> {
    return this.store.transaction(async (transaction) => {
      const items = this.items.within(transaction);
      const row = (await items.get(ownerId, id))?.data;
      if (!row) return false;
      const dismiss = await this.shown.dismissIn(transaction, ownerId, row);
      this.deleteIn(transaction, ownerId, row);
      dismiss();
      return true;
    });
  }

  /** Also one that was deleted before: what was left of it counts no more. */
  createIn(transaction: DocumentTransaction, ownerId: string, row: ActionItemRow): void {
    this.items.within(transaction).set(ownerId, row.id, row);
    this.remains.within(transaction).delete(ownerId, row.id);
  }

  deleteIn(transaction: DocumentTransaction, ownerId: string, row: ActionItemRow): void {
    this.items.within(transaction).delete(ownerId, row.id);
    this.remains.within(transaction).set(ownerId, row.id, {
      id: row.id,
      deleted_at: this.clock.now(),
      unsettled_since: this.clock.now(),
      reminder: row.reminder ?? null,
    });
  }

  async findRemains(ownerId: string, id: string): Promise<ActionItemRemains | null> {
    return (await this.remains.get(ownerId, id))?.data ?? null;
  }

  /** Only its copy elsewhere is left, which has a job of its own. */
  async settleRemains(ownerId: string, id: string): Promise<void> {
    if (await this.findRemains(ownerId, id)) await this.remains.merge(ownerId, id, { unsettled_since: null });
  }

  /** All that followed from the task is gone. */
  async forgetRemains(ownerId: string, id: string): Promise<void> {
    await this.remains.delete(ownerId, id);
  }

  private async listOfConversation(
    ownerId: string,
    filter: ActionItemFilter,
    page: Page,
  ): Promise<ActionItemRow[]> {
    const rows = await this.ofConversation(ownerId, filter.conversationId!);
    return rows
      .filter((row) => passes(row, filter))
      .sort((a, b) => b.created_at.getTime() - a.created_at.getTime() || a.id.localeCompare(b.id))
      .slice(page.offset, page.offset + page.limit);
  }

  /** Stores compare one range only: the other one is looked at while reading. */
  private async listByBothDates(
    ownerId: string,
    filter: ActionItemFilter,
    page: Page,
  ): Promise<ActionItemRow[]> {
    const { dueStartDate, dueEndDate, completed } = filter;
    const where = filtersOf({
      ...(dueStartDate && { dueStartDate }),
      ...(dueEndDate && { dueEndDate }),
      ...(completed !== undefined && { completed }),
    });
    const found: ActionItemRow[] = [];
    for await (const { data } of this.items.each(ownerId, {
      where,
      orderBy: [{ field: 'due_at', direction: 'asc' }],
    })) {
      if (passes(data, filter)) found.push(data);
      if (found.length >= page.offset + page.limit) break;
    }
    return found.slice(page.offset);
  }
}
