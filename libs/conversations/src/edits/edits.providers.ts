import type { Provider } from '@nestjs/common';
import { FilingStage } from '../folders/filing.stage.js';
import { FolderParticipant } from '../folders/folder-participant.js';
import { FolderPlaces } from '../folders/folder-places.js';
import { FolderRepository } from '../folders/folder.repository.js';
import { FoldersService } from '../folders/folders.service.js';
import { RehomeFolderJob } from '../folders/rehome-folder.job.js';
import { LocationParticipant } from '../location/location-participant.js';
import { LocationStage } from '../location/location.stage.js';
import { OwnerLocation } from '../location/owner-location.js';
import { mergeProviders } from '../merge/merge.providers.js';
import { MergesService } from '../merge/merges.service.js';
import { SharedConversations } from '../sharing/shared-conversations.js';
import { splitProviders } from '../split/split.providers.js';
import { SplitsService } from '../split/splits.service.js';
import { ConversationEdits } from './conversation-edits.js';
import { SearchRefresh } from './search-refresh.js';

/** What owners do with conversations that are there: they correct, order and share them. */
export const editsProviders: Provider[] = [
  ConversationEdits,
  SearchRefresh,
  FolderRepository,
  FolderPlaces,
  FoldersService,
  FilingStage,
  RehomeFolderJob,
  FolderParticipant,
  SharedConversations,
  OwnerLocation,
  LocationStage,
  LocationParticipant,
  ...mergeProviders,
  ...splitProviders,
];

/** What others may ask of it. */
export const editsExports = [
  MergesService,
  SplitsService,
  ConversationEdits,
  FolderRepository,
  FoldersService,
  SharedConversations,
  OwnerLocation,
];
