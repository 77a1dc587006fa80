import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#libs/kernel';
import { Collection, DocumentStore } from '#libs/storage';
import type { AppRow, AppText } from './app-row.js';
import { appCollection } from './collections.js';

/** Apps that one owner may have written. */
export const MAX_OWN_APPS = 50;

/** Apps of an owner's own, `users/{uid}/apps`. What belongs to another owner is absent. */
@Injectable()
export class AppRepository {
  private readonly apps: Collection<AppRow>;

  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.apps = new Collection(store, appCollection);
  }

  /** Oldest first. */
  async list(ownerId: string): Promise<AppRow[]> {
    const apps = (await Array.fromAsync(this.apps.each(ownerId))).map(({ data }) => data);
    return apps.sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || a.id.localeCompare(b.id));
  }

  async find(ownerId: string, id: string): Promise<AppRow | null> {
    return (await this.apps.get(ownerId, id))?.data ?? null;
  }

  /** Null when there are as many as there may be. */
  async add(ownerId: string, text: Required<AppText>): Promise<AppRow | null> {
    const now = this.clock.now();
    const row: AppRow = { ...text, id: newId(), created_at: now, updated_at: now };
    return this.store.transaction(async (transaction) => {
      const apps = this.apps.within(transaction);
      if ((await apps.query(ownerId)).length >= MAX_OWN_APPS) return null;
      apps.create(ownerId, row.id, row);
      return row;
    });
  }

  /** Null when there is none. */
  async change(ownerId: string, id: string, text: Partial<AppText>): Promise<AppRow | null> {
    return this.store.transaction(async (transaction) => {
      const apps = this.apps.within(transaction);
      const row = (await apps.get(ownerId, id))?.data;
      if (!row) return null;
      const changed = { ...text, updated_at: this.clock.now() };
      apps.update(ownerId, id, changed);
      return { ...row, ...changed };
    });
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.apps.delete(ownerId, id);
  }
}
