export { MemoriesService, type MemoryPage, type NewMemory } from './memories.service.js';
export { MEMORY_KIND_NAMES, memoryKindOf } from './memory-categories.rules.js';
export { MemorySearch, type MemoryHit, type MemorySearchQuery } from './search/memory-search.js';
export { extractAndResolve } from './extraction/extract-facts.js';
export { MemoryPreview } from './extraction/memory-preview.js';
export { type FactSource } from './resolution/fact-source.js';
export { type Resolution } from './resolution/resolution.rules.js';
export { MEMORY_DECISIONS, type MemoryDecision, type MemoryReview } from './review/memory-review.js';
export { MemoryReviews, type AskedReview } from './review/memory-reviews.js';
export { MemoryImports, type AcceptedImport, type BroughtLog } from './imports/memory-imports.js';
export { IMPORT_STATUSES, type ImportStatus, type MemoryImport } from './imports/memory-import.js';
export { KnowledgeGraph } from './knowledge/knowledge-graph.js';
export { NODE_TYPES, type Knowledge, type NodeType } from './knowledge/knowledge.js';
export { isCurrent, isVisible } from './memory.rules.js';
export { memoryCollections } from './store/collections.js';
export { MemoriesModule, memoryJobs } from './memories.module.js';
export { MemoryTimersModule } from './consolidation/memory-timers.module.js';
export { MemoryAudit } from './audit/memory-audit.js';
export { MemoryAuditModule } from './audit/memory-audit.module.js';
export {
  FINDING_KINDS,
  type AuditReport,
  type FindingKind,
  type MemoryFinding,
} from './audit/memory-finding.js';
