import { rehomeFolder, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { SearchRefresh } from '../edits/search-refresh.js';
import { FolderPlaces } from './folder-places.js';

const AT_ONCE = 100;

/** Moves the conversations of a folder that was deleted. Each is moved for itself: what was done before a crash is done. */
@JobHandler(rehomeFolder)
export class RehomeFolderJob implements HandlesJob<typeof rehomeFolder> {
  constructor(
    private readonly places: FolderPlaces,
    private readonly search: SearchRefresh,
  ) {}

  async handle(
    { ownerId, folderId, targetFolderId }: JobPayload<typeof rehomeFolder>,
    { signal }: JobContext,
  ): Promise<void> {
    for (;;) {
      const ids = await this.places.someIn(ownerId, folderId, AT_ONCE);
      for (const id of ids) {
        signal.throwIfAborted();
        await this.places.rehome(ownerId, id, folderId, targetFolderId);
        await this.search.ofConversation(ownerId, id);
      }
      if (ids.length < AT_ONCE) return;
    }
  }
}
