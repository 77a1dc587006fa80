import { indexMemory, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { MemoryIndex } from '../search/memory-index.js';

@JobHandler(indexMemory)
export class IndexMemoryJob implements HandlesJob<typeof indexMemory> {
  constructor(private readonly index: MemoryIndex) {}

  async handle({ ownerId, memoryId }: JobPayload<typeof indexMemory>, { signal }: JobContext): Promise<void> {
    await this.index.sync(ownerId, memoryId, signal);
  }
}
