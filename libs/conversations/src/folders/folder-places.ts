import { Injectable } from '@nestjs/common';
import type { Folder } from '#libs/contracts';
import { AppError, Clock } from '#libs/kernel';
import {
  Collection,
  DocumentStore,
  type CollectionTransaction,
  type DocumentTransaction,
} from '#libs/storage';
import { conversationCollection } from '../store/collections.js';
import { existing, opened } from '../store/conversation-access.rules.js';
import { type ConversationHead, type ConversationRow } from '../store/conversation-row.js';
import { folderCollection, folderPlaceCollection, type FolderPlace } from './folder-collections.js';

const HEAD_ONLY = { without: ['transcript_segments'] } as const;

/** Who files a conversation: what its owner chose is never changed by anybody else. */
export type Filer = 'owner' | 'automatic';

/**
 * Which conversation is in which folder. Where it lies is a field of its row; that it is counted there is a document of its own, so that a
 * conversation that is gone is taken off its folder's count exactly once, and counting costs the same however many there are.
 */
@Injectable()
export class FolderPlaces {
  private readonly conversations: Collection<ConversationRow>;
  private readonly folders: Collection<Folder>;
  private readonly places: Collection<FolderPlace>;

  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.conversations = new Collection(store, conversationCollection);
    this.folders = new Collection(store, folderCollection);
    this.places = new Collection(store, folderPlaceCollection);
  }

  /**
   * Puts a conversation into a folder, or into none; false when it is there already, or its owner has chosen otherwise. `not_found`
   * CONVERSATION_NOT_FOUND, FOLDER_NOT_FOUND; for its owner `locked` CONVERSATION_LOCKED.
   */
  async put(ownerId: string, conversationId: string, folderId: string | null, by: Filer): Promise<boolean> {
    return this.store.transaction(async (transaction) => {
      const stored = await this.head(transaction, ownerId, conversationId);
      const head = (by === 'owner' ? opened : existing)(stored, conversationId);
      const folder = folderId === null ? null : await this.folderIn(transaction, ownerId, folderId);
      if (by === 'automatic' && isFiled(head)) return false;
      const isMoved = head.folder_id !== folderId;
      if (isMoved) await this.recount(transaction, ownerId, head, folder);
      this.conversations.within(transaction).update(ownerId, conversationId, {
        ...(isMoved ? { folder_id: folderId, updated_at: this.clock.now() } : {}),
        ...(by === 'owner' ? { user_edits: { ...head.user_edits, folder: true } } : {}),
      });
      return isMoved;
    });
  }

  /** Moves a conversation out of a folder that is no more, wherever its owner wants those of it. */
  async rehome(ownerId: string, conversationId: string, from: string, to: string | null): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const head = await this.head(transaction, ownerId, conversationId);
      if (head?.folder_id !== from) return;
      const entered = to === null ? null : await this.folders.within(transaction).get(ownerId, to);
      await this.recount(transaction, ownerId, head, entered?.data ?? null);
      this.conversations.within(transaction).update(ownerId, conversationId, {
        folder_id: entered?.id ?? null,
        updated_at: this.clock.now(),
      });
    });
  }

  /** A conversation that is gone, or set aside, counts no more. Answers whether it was counted. */
  async uncount(ownerId: string, conversationId: string): Promise<boolean> {
    return this.store.transaction(async (transaction) => {
      const places = this.places.within(transaction);
      const place = (await places.get(ownerId, conversationId))?.data;
      if (!place) return false;
      const folders = this.folders.within(transaction);
      const counted = await folders.get(ownerId, place.folder_id);
      places.delete(ownerId, conversationId);
      if (counted) addTo(folders, ownerId, counted.data, -1);
      return true;
    });
  }

  /** One that was set aside and is back counts again, if its folder is still there. */
  async count(ownerId: string, conversationId: string): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const head = await this.head(transaction, ownerId, conversationId);
      const places = this.places.within(transaction);
      const isCounted = (await places.get(ownerId, conversationId)) !== null;
      const folders = this.folders.within(transaction);
      const folder = head?.folder_id ? (await folders.get(ownerId, head.folder_id))?.data : undefined;
      if (!head?.folder_id || isCounted) return;
      if (!folder) {
        this.conversations.within(transaction).update(ownerId, conversationId, { folder_id: null });
        return;
      }
      places.set(ownerId, conversationId, { folder_id: folder.id });
      addTo(folders, ownerId, folder, 1);
    });
  }

  async isCounted(ownerId: string, conversationId: string): Promise<boolean> {
    return (await this.places.get(ownerId, conversationId)) !== null;
  }

  /** Some of the conversations in a folder. */
  async someIn(ownerId: string, folderId: string, limit: number): Promise<string[]> {
    const where = [{ field: 'folder_id', op: '==', value: folderId }] as const;
    const { documents } = await this.conversations.query(ownerId, { where, limit, ...HEAD_ONLY });
    return documents.map(({ id }) => id);
  }

  private async folderIn(transaction: DocumentTransaction, ownerId: string, id: string): Promise<Folder> {
    const folder = await this.folders.within(transaction).get(ownerId, id);
    if (!folder) throw folderNotFound(id);
    return folder.data;
  }

  private async head(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
  ): Promise<ConversationHead | null> {
    return (await this.conversations.within(transaction).get(ownerId, id, HEAD_ONLY))?.data ?? null;
  }

  /** Rows of the reference have no place of their own: what they say of themselves counts. */
  private async recount(
    transaction: DocumentTransaction,
    ownerId: string,
    { id, folder_id: from }: ConversationHead,
    entered: Folder | null,
  ): Promise<void> {
    const folders = this.folders.within(transaction);
    const left = from === null ? null : await folders.get(ownerId, from);
    const places = this.places.within(transaction);
    if (entered === null) places.delete(ownerId, id);
    else places.set(ownerId, id, { folder_id: entered.id });
    if (left) addTo(folders, ownerId, left.data, -1);
    if (entered) addTo(folders, ownerId, entered, 1);
  }
}

export function folderNotFound(id: string): AppError {
  return new AppError('not_found', 'FOLDER_NOT_FOUND', 'There is no such folder.', { id });
}

function isFiled({ folder_id, user_edits }: ConversationHead): boolean {
  return folder_id !== null || user_edits?.folder === true;
}

function addTo(
  folders: CollectionTransaction<Folder>,
  ownerId: string,
  { id, conversation_count }: Folder,
  by: number,
): void {
  folders.update(ownerId, id, { conversation_count: Math.max(0, conversation_count + by) });
}
