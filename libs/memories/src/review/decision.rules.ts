import type { Memory } from '#libs/contracts';
import { isCurrent } from '../memory.rules.js';
import { weighed } from '../resolution/confidence.rules.js';
import type { MemoryChanges } from '../store/memory.repository.js';
import type { MemoryDecision, MemoryReview } from './memory-review.js';

/** What becomes of the memories when their owner answers a question. */
export function decided(
  memories: readonly Memory[],
  { id, status, reason, memory_id, conflicting_ids, created_at }: MemoryReview,
  { decision, at }: { readonly decision: MemoryDecision; readonly at: Date },
): MemoryChanges {
  const asked = memories.find((memory) => memory.id === memory_id);
  if (!asked || status === 'resolved') return { saved: [], deletedIds: [] };
  const answered = weighed({
    ...asked,
    review_id: null,
    user_review: decision !== 'keep_existing',
    layer: decision === 'keep_existing' ? 'long_term' : asked.layer,
    updated_at: at,
  });
  const replaced = memories.filter(
    (memory) => decision === 'accept_new' && conflicting_ids.includes(memory.id) && isCurrent(memory),
  );
  return {
    saved: [
      answered,
      ...replaced.map((memory) => ({ ...memory, invalid_at: asked.valid_at, superseded_by: asked.id })),
    ],
    deletedIds: [],
    reviews: [
      {
        ...{ id, reason, memory_id, conflicting_ids, created_at },
        status: 'resolved',
        resolved_at: at,
        resolution: decision,
      },
    ],
  };
}
