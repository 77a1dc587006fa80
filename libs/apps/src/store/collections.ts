import { defineCollection, type CollectionDefinition } from '#libs/storage';
import type { AppChoices, AppRow } from './app-row.js';

/** Bounded by `MAX_OWN_APPS`. */
export const appCollection = defineCollection<AppRow>({
  path: 'users/{ownerId}/apps',
  sealed: ['name', 'description', 'memory_prompt', 'author'],
});

/** Holds ids only. */
export const appChoiceCollection = defineCollection<AppChoices>({
  path: 'users/{ownerId}/app_choices',
});

/** For `StorageModule.forRoot`. */
export const appCollections: readonly CollectionDefinition[] = [
  appCollection as CollectionDefinition,
  appChoiceCollection as CollectionDefinition,
];
