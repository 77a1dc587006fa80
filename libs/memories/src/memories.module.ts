import { Module } from '@nestjs/common';
import { extractMemories, indexMemory, type JobDefinition } from '#libs/contracts';
import { ConversationsModule } from '#libs/conversations';
import { ExtractMemoriesJob } from './jobs/extract-memories.job.js';
import { IndexMemoryJob } from './jobs/index-memory.job.js';
import { MemoriesService } from './memories.service.js';
import { MemoryExtraction } from './memory-extraction.js';
import { MemoryIndex } from './memory-index.js';
import { MemoryLifecycle } from './memory-lifecycle.js';
import { MemoryRepository } from './memory.repository.js';
import { MemorySearch } from './memory-search.js';

/** The jobs whose handlers are here. */
export const memoryJobs = [extractMemories, indexMemory] as readonly JobDefinition[];

/** Lasting facts. Expects storage, queue, AI, accounts, `Clock` and `AppEventBus` to be provided globally. */
@Module({
  imports: [ConversationsModule],
  providers: [
    MemoryRepository,
    MemoryIndex,
    MemorySearch,
    MemoryExtraction,
    MemoriesService,
    MemoryLifecycle,
    ExtractMemoriesJob,
    IndexMemoryJob,
  ],
  exports: [MemoriesService, MemorySearch],
})
export class MemoriesModule {}
