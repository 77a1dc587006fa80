import { importMemories, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { MemoryImports } from '../imports/memory-imports.js';

@JobHandler(importMemories)
export class ImportMemoriesJob implements HandlesJob<typeof importMemories> {
  constructor(private readonly imports: MemoryImports) {}

  async handle(
    { ownerId, importId }: JobPayload<typeof importMemories>,
    { signal }: JobContext,
  ): Promise<void> {
    await this.imports.run(ownerId, importId, signal);
  }
}
