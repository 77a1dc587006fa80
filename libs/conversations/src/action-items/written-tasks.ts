import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { actionItemCollection } from './action-item.collections.js';
import type { ActionItemRow, NewActionItem } from './action-item-record.js';
import { manualItemId, manualRow } from './action-item.rules.js';
import { ActionItemsRepository } from './action-items.repository.js';
import { ShownTasks } from './shown-tasks.js';

/** A task that was asked for: put in, or there already. */
export interface MadeTask {
  readonly row: ActionItemRow;
  readonly isNew: boolean;
}

/** Tasks that no conversation brought. The same words while one is open are that one; when it is done, they begin a new one. */
@Injectable()
export class WrittenTasks {
  private readonly items: Collection<ActionItemRow>;

  constructor(
    private readonly store: DocumentStore,
    private readonly rows: ActionItemsRepository,
    private readonly shown: ShownTasks,
    private readonly clock: Clock,
  ) {
    this.items = new Collection(store, actionItemCollection);
  }

  async create(ownerId: string, item: NewActionItem): Promise<MadeTask> {
    return this.store.transaction(async (transaction) => {
      const { write, ...made } = await this.createIn(transaction, ownerId, item);
      write();
      return made;
    });
  }

  /** As `create`, as part of a transaction: reads now, writes when `write` is called. */
  async createIn(
    transaction: DocumentTransaction,
    ownerId: string,
    item: NewActionItem,
  ): Promise<MadeTask & { readonly write: () => void }> {
    const items = this.items.within(transaction);
    const idOf = (occurrence: number) => manualItemId(ownerId, item.description, occurrence);
    const standing = async (occurrence: number) => (await items.get(ownerId, idOf(occurrence)))?.data;
    const first = await standing(0);
    let occurrence = first?.repeats ?? 0;
    let last = await standing(occurrence);
    while (last?.completed) last = await standing((occurrence += 1));
    if (last) return { row: last, isNew: false, write: () => undefined };
    const row = manualRow(idOf(occurrence), item, this.clock.now());
    const show = await this.shown.showIn(transaction, ownerId, row);
    const write = () => {
      this.rows.createIn(transaction, ownerId, row);
      if (first && occurrence > 0) items.update(ownerId, first.id, { repeats: occurrence });
      show();
    };
    return { row, isNew: true, write };
  }
}
