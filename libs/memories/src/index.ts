export { MemoriesService, type NewMemory } from './memories.service.js';
export { MemorySearch, type MemoryHit, type MemorySearchQuery } from './memory-search.js';
export { MemoryExtraction, extractAndResolve } from './memory-extraction.js';
export { type FactSource, type Resolution } from './resolution.rules.js';
export { isCurrent, isVisible } from './memory.rules.js';
export { memoryCollections } from './memory.repository.js';
export { MemoriesModule, memoryJobs } from './memories.module.js';
