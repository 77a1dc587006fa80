import { Injectable } from '@nestjs/common';
import type { Folder } from '#libs/contracts';
import { Clock, newId } from '#libs/kernel';
import { Collection, DocumentStore } from '#libs/storage';
import { folderCollection } from './folder-collections.js';
import {
  lacksSystemFolders,
  MAX_CUSTOM_FOLDERS,
  newFolder,
  systemFolders,
  type FolderChange,
  type FolderChoice,
  type NewFolder,
} from './folder.rules.js';

/** Folders, `users/{uid}/folders`. What belongs to another owner is absent. Whoever asks first finds the system folders made. */
@Injectable()
export class FolderRepository {
  private readonly folders: Collection<Folder>;

  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.folders = new Collection(store, folderCollection);
  }

  /** All of them, in their order. */
  async list(ownerId: string): Promise<Folder[]> {
    const folders = await this.stored(ownerId);
    if (!lacksSystemFolders(folders)) return folders;
    await this.makeSystemFolders(ownerId);
    return this.stored(ownerId);
  }

  /** What a conversation may be filed into. */
  async choices(ownerId: string): Promise<FolderChoice[]> {
    const folders = await this.list(ownerId);
    return folders.map(({ id, name, description }) => ({ id, name, description: description ?? '' }));
  }

  /** The one that conversations about such matters go into when nobody says anything else; null where its owner has deleted it. */
  async findMapped(ownerId: string, mapping: string): Promise<Folder | null> {
    const where = [{ field: 'category_mapping', op: '==', value: mapping }] as const;
    const { documents } = await this.folders.query(ownerId, { where, limit: 1 });
    if (documents[0]) return documents[0].data;
    return (await this.list(ownerId)).find((folder) => folder.category_mapping === mapping) ?? null;
  }

  async find(ownerId: string, id: string): Promise<Folder | null> {
    return (await this.folders.get(ownerId, id))?.data ?? null;
  }

  /** At the end of the list; null when there are as many as there may be. */
  async add(ownerId: string, fields: NewFolder): Promise<Folder | null> {
    await this.list(ownerId);
    return this.store.transaction(async (transaction) => {
      const folders = this.folders.within(transaction);
      const known = (await folders.query(ownerId)).map(({ data }) => data);
      if (known.filter(({ is_system }) => !is_system).length >= MAX_CUSTOM_FOLDERS) return null;
      const order = 1 + Math.max(-1, ...known.map((folder) => folder.order));
      const folder = newFolder(newId(), fields, order, this.clock.now());
      folders.create(ownerId, folder.id, folder);
      return folder;
    });
  }

  /** Null when there is none. */
  async change(ownerId: string, id: string, fields: FolderChange): Promise<Folder | null> {
    return this.store.transaction(async (transaction) => {
      const folders = this.folders.within(transaction);
      const folder = (await folders.get(ownerId, id))?.data;
      if (!folder) return null;
      const changed = { ...fields, updated_at: this.clock.now() };
      folders.update(ownerId, id, changed);
      return { ...folder, ...changed };
    });
  }

  /** Puts these first, in this order; those that are not named follow as they were. Ids that are not there are passed over. */
  async reorder(ownerId: string, ids: readonly string[]): Promise<void> {
    const now = this.clock.now();
    await this.store.transaction(async (transaction) => {
      const folders = this.folders.within(transaction);
      const known = inOrder((await folders.query(ownerId)).map(({ data }) => data));
      const placeOf = new Map(ids.map((id, place) => [id, place]));
      const place = ({ id }: Folder) => placeOf.get(id) ?? ids.length;
      const sorted = known.toSorted((a, b) => place(a) - place(b));
      sorted.forEach(({ id, order }, index) => {
        if (order !== index) folders.update(ownerId, id, { order: index, updated_at: now });
      });
    });
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.folders.delete(ownerId, id);
  }

  /** All of them or none: one that is there says that the others were made, and may have been deleted since. */
  private async makeSystemFolders(ownerId: string): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const folders = this.folders.within(transaction);
      if (!lacksSystemFolders((await folders.query(ownerId)).map(({ data }) => data))) return;
      for (const folder of systemFolders(ownerId, this.clock.now())) {
        folders.create(ownerId, folder.id, folder);
      }
    });
  }

  private async stored(ownerId: string): Promise<Folder[]> {
    return inOrder((await Array.fromAsync(this.folders.each(ownerId))).map(({ data }) => data));
  }
}

function inOrder(folders: readonly Folder[]): Folder[] {
  return folders.toSorted((a, b) => a.order - b.order || a.created_at.getTime() - b.created_at.getTime());
}
