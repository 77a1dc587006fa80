import type { Folder } from '#libs/contracts';
import { defineCollection } from '#libs/storage';
import { folderShapeOf } from './folder.rules.js';

/** That a conversation is counted in a folder: `users/{uid}/folder_places/{conversation id}`. Stays when the conversation goes, until that is counted too. */
export interface FolderPlace {
  folder_id: string;
}

/** Bounded: the system folders and `MAX_CUSTOM_FOLDERS`. */
export const folderCollection = defineCollection<Folder>({
  path: 'users/{ownerId}/folders',
  sealed: ['name', 'description'],
  upgrade: folderShapeOf,
});

/** Holds ids only. */
export const folderPlaceCollection = defineCollection<FolderPlace>({
  path: 'users/{ownerId}/folder_places',
});
