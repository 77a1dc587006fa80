import { z } from 'zod';
import { defineJob } from './job-definition.js';
import { conversationRef, ownerKey, ownerRef, revisionKey, revisionRef } from './job-refs.js';

/** Extracts lasting facts from a finished conversation. */
export const extractMemories = defineJob({
  name: 'memory.extract',
  schema: revisionRef,
  timeoutMs: 10 * 60_000,
  rerun: true, // words may be corrected while it runs
  dedupeKey: revisionKey,
});

/** Brings one memory's place in search in line with its document: written, changed, hidden or gone. */
export const indexMemory = defineJob({
  name: 'memory.index',
  schema: ownerRef.extend({ memoryId: z.string().min(1) }),
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.memoryId}`,
});

/**
 * Compares an owner's newly heard memories with everything else that is known, and makes them lasting. `trigger`: enough of them have come
 * together, or the oldest has waited for a day; a job of each kind may wait at once.
 */
export const consolidateMemories = defineJob({
  name: 'memory.consolidate',
  timer: true,
  schema: ownerRef.extend({ trigger: z.enum(['batch', 'age']) }),
  timeoutMs: 10 * 60_000,
  concurrency: 1,
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.trigger}`,
});

/** Makes the knowledge graph of an owner anew from the memories; what there is stays readable meanwhile. */
export const rebuildKnowledgeGraph = defineJob({
  name: 'knowledge.rebuild',
  schema: ownerRef,
  timeoutMs: 30 * 60_000,
  concurrency: 1,
  rerun: true,
  dedupeKey: ownerKey,
});

/** Reads an imported log for facts, extract by extract. */
export const importMemories = defineJob({
  name: 'memory.import',
  schema: ownerRef.extend({ importId: z.string().min(1) }),
  timeoutMs: 30 * 60_000,
  concurrency: 1,
  dedupeKey: (p) => `${p.ownerId}/${p.importId}`,
});

/** Has memories rest on the conversation that their words lie in now, after segments went there from another one. */
export const followSegments = defineJob({
  name: 'memory.follow-segments',
  schema: conversationRef.extend({ fromConversationId: z.string().min(1) }),
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.fromConversationId}/${p.conversationId}`,
});
