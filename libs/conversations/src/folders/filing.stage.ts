import { Injectable } from '@nestjs/common';
import type { Category } from '#libs/contracts';
import { toAppError } from '#libs/kernel';
import type { Findings, Stage, StageContext } from '../pipeline/stage.js';
import { FolderPlaces } from './folder-places.js';
import { mappingOf } from './folder.rules.js';
import { FolderRepository } from './folder.repository.js';

/**
 * Files a conversation that is kept: where the language task wants it, else by its category. One that is in a folder stays there, and one
 * whose owner wants it in none stays in none.
 */
@Injectable()
export class FilingStage implements Stage {
  readonly name = 'filing';

  constructor(
    private readonly folders: FolderRepository,
    private readonly places: FolderPlaces,
  ) {}

  async run({ run, findings }: StageContext): Promise<Findings> {
    const { structured, folderId } = findings;
    if (!structured) return {};
    const wanted = folderId ?? (await this.byCategory(run.ownerId, structured.category));
    if (wanted) await this.file(run.ownerId, run.conversationId, wanted);
    return {};
  }

  private async byCategory(ownerId: string, category: Category): Promise<string | undefined> {
    return (await this.folders.findMapped(ownerId, mappingOf(category)))?.id;
  }

  /** The folder may be deleted, or the conversation, while this is on its way: then there is nothing to do. */
  private async file(ownerId: string, conversationId: string, folderId: string): Promise<void> {
    try {
      await this.places.put(ownerId, conversationId, folderId, 'automatic');
    } catch (thrown) {
      if (toAppError(thrown).kind !== 'not_found') throw thrown;
    }
  }
}
