import { Module } from '@nestjs/common';
import {
  consolidateMemories,
  extractMemories,
  followSegments,
  importMemories,
  indexMemory,
  rebuildKnowledgeGraph,
  type JobDefinition,
} from '#libs/contracts';
import { ConversationsModule } from '#libs/conversations';
import { ConsolidationTrigger } from './consolidation/consolidation-trigger.js';
import { MemoryConsolidation } from './consolidation/memory-consolidation.js';
import { PairJudge } from './consolidation/pair-judge.js';
import { FactReader } from './extraction/fact-reader.js';
import { MemoryExtraction } from './extraction/memory-extraction.js';
import { MemoryKeeper } from './extraction/memory-keeper.js';
import { MemoryPreview } from './extraction/memory-preview.js';
import { ImportRepository } from './imports/import.repository.js';
import { MemoryImports } from './imports/memory-imports.js';
import { ConsolidateMemoriesJob } from './jobs/consolidate-memories.job.js';
import { ExtractMemoriesJob } from './jobs/extract-memories.job.js';
import { FollowSegmentsJob } from './jobs/follow-segments.job.js';
import { ImportMemoriesJob } from './jobs/import-memories.job.js';
import { IndexMemoryJob } from './jobs/index-memory.job.js';
import { RebuildKnowledgeGraphJob } from './jobs/rebuild-knowledge-graph.job.js';
import { KnowledgeGraph } from './knowledge/knowledge-graph.js';
import { KnowledgeRepository } from './knowledge/knowledge.repository.js';
import { MemoriesService } from './memories.service.js';
import { MemoryLifecycle } from './memory-lifecycle.js';
import { SourceRemoval } from './resolution/source-removal.js';
import { MemoryReviews } from './review/memory-reviews.js';
import { ReviewRepository } from './review/review.repository.js';
import { MemoryCandidates } from './search/memory-candidates.js';
import { MemoryIndex } from './search/memory-index.js';
import { MemorySearch } from './search/memory-search.js';
import { MemoryRepository } from './store/memory.repository.js';

/** The jobs whose handlers are here. */
export const memoryJobs = [
  extractMemories,
  followSegments,
  indexMemory,
  consolidateMemories,
  rebuildKnowledgeGraph,
  importMemories,
] as readonly JobDefinition[];

const stores = [MemoryRepository, ReviewRepository, KnowledgeRepository, ImportRepository];
const search = [MemoryIndex, MemorySearch, MemoryCandidates];
const work = [
  FactReader,
  MemoryKeeper,
  MemoryExtraction,
  ConsolidationTrigger,
  PairJudge,
  MemoryConsolidation,
  SourceRemoval,
  MemoryLifecycle,
];
const doors = [MemoriesService, MemorySearch, MemoryReviews, MemoryImports, MemoryPreview, KnowledgeGraph];
const jobs = [
  ExtractMemoriesJob,
  FollowSegmentsJob,
  IndexMemoryJob,
  ConsolidateMemoriesJob,
  RebuildKnowledgeGraphJob,
  ImportMemoriesJob,
];

/** Lasting facts. Expects storage, queue, AI, accounts, `Clock` and `AppEventBus` to be provided globally. */
@Module({
  imports: [ConversationsModule],
  providers: [...stores, ...search, ...work, ...doors, ...jobs],
  exports: doors,
})
export class MemoriesModule {}
