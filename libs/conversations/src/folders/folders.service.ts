import { Injectable } from '@nestjs/common';
import { rehomeFolder, type Folder } from '#libs/contracts';
import { AppError, toAppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { SearchRefresh } from '../edits/search-refresh.js';
import { FolderPlaces, folderNotFound } from './folder-places.js';
import { MAX_CUSTOM_FOLDERS, type FolderChange, type NewFolder } from './folder.rules.js';
import { FolderRepository } from './folder.repository.js';

/** The owner's folders. Methods on one folder: `not_found` FOLDER_NOT_FOUND. */
@Injectable()
export class FoldersService {
  constructor(
    private readonly folders: FolderRepository,
    private readonly places: FolderPlaces,
    private readonly search: SearchRefresh,
    private readonly queue: JobQueue,
  ) {}

  /** In their order. */
  async list(ownerId: string): Promise<Folder[]> {
    return this.folders.list(ownerId);
  }

  async get(ownerId: string, id: string): Promise<Folder> {
    const folder = await this.folders.find(ownerId, id);
    if (!folder) throw folderNotFound(id);
    return folder;
  }

  /** `invalid` FOLDERS_FULL. */
  async create(ownerId: string, fields: NewFolder): Promise<Folder> {
    const folder = await this.folders.add(ownerId, fields);
    if (folder) return folder;
    throw new AppError(
      'invalid',
      'FOLDERS_FULL',
      `There are ${MAX_CUSTOM_FOLDERS} folders already. Delete one, then try again.`,
      { limit: MAX_CUSTOM_FOLDERS },
    );
  }

  async update(ownerId: string, id: string, change: FolderChange): Promise<Folder> {
    const folder = await this.folders.change(ownerId, id, change);
    if (!folder) throw folderNotFound(id);
    return folder;
  }

  async reorder(ownerId: string, ids: readonly string[]): Promise<void> {
    await this.folders.reorder(ownerId, ids);
  }

  /**
   * Deletes a folder; its conversations go to `moveTo`, or into none. It is gone when this answers, they follow with a job that is put in
   * first, so that no crash leaves them in a folder that is not there. `invalid` FOLDER_IS_SYSTEM, FOLDER_IS_TARGET.
   */
  async delete(ownerId: string, id: string, moveTo: string | null): Promise<void> {
    const folder = await this.get(ownerId, id);
    if (folder.is_system) {
      throw new AppError(
        'invalid',
        'FOLDER_IS_SYSTEM',
        'This folder belongs to everybody; it cannot be deleted.',
      );
    }
    if (moveTo === id) {
      throw new AppError(
        'invalid',
        'FOLDER_IS_TARGET',
        'Its conversations cannot go into the folder that is deleted. Choose another one.',
      );
    }
    if (moveTo !== null) await this.get(ownerId, moveTo);
    await this.queue.enqueue(rehomeFolder, { ownerId, folderId: id, targetFolderId: moveTo });
    await this.folders.delete(ownerId, id);
  }

  /** As the owner says: nothing files it elsewhere afterwards. Null: into none. `not_found` CONVERSATION_NOT_FOUND; `locked` CONVERSATION_LOCKED. */
  async file(ownerId: string, conversationId: string, folderId: string | null): Promise<void> {
    const isMoved = await this.places.put(ownerId, conversationId, folderId, 'owner');
    if (isMoved) await this.search.ofConversation(ownerId, conversationId);
  }

  /** Answers how many were moved; conversations that are not there or locked, and those that lie there already, are passed over. */
  async fileMany(ownerId: string, conversationIds: readonly string[], folderId: string): Promise<number> {
    await this.get(ownerId, folderId);
    let moved = 0;
    for (const id of new Set(conversationIds)) {
      if (!(await this.places.put(ownerId, id, folderId, 'owner').catch(unlessOutOfReach))) continue;
      await this.search.ofConversation(ownerId, id);
      moved += 1;
    }
    return moved;
  }
}

const OUT_OF_REACH = ['CONVERSATION_NOT_FOUND', 'CONVERSATION_LOCKED'];

function unlessOutOfReach(thrown: unknown): false {
  if (OUT_OF_REACH.includes(toAppError(thrown).code)) return false;
  throw thrown;
}
