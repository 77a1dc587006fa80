import type { Memory, MemoryEvidence } from '#libs/contracts';
import { isOwners } from '../memory.rules.js';
import { weighed } from './confidence.rules.js';

interface Exceptions {
  /** Whether a piece of evidence of the source in question holds all the same. None does unless told otherwise. */
  readonly stands?: (evidence: MemoryEvidence, memory: Memory) => boolean;
  /** Whether a memory stays though nothing bears it out any more. Those that the owner made theirs, or cannot see whole, do unless told otherwise. */
  readonly stays?: (memory: Memory) => boolean;
}

/** Whether a source bears out a memory, or brought it. */
export function restsOn(memory: Memory, sourceId: string): boolean {
  return memory.conversation_id === sourceId || memory.evidence.some((one) => one.source_id === sourceId);
}

/**
 * The memories as if a source had not been heard, but for the exceptions. A memory stays when something else bears it out, which it then rests
 * on; one whose successor goes is current again. `before` needs to hold everything that rests on the source,
 * and everything that was replaced by that.
 */
export function withoutSource(
  before: readonly Memory[],
  sourceId: string,
  exceptions: Exceptions = {},
): Map<string, Memory> {
  const kept = new Map<string, Memory>();
  for (const memory of before) {
    const left = restsOn(memory, sourceId) ? without(memory, sourceId, exceptions) : memory;
    if (left) kept.set(left.id, left);
  }
  const gone = new Set(before.map(({ id }) => id).filter((id) => !kept.has(id)));
  for (const memory of kept.values()) {
    if (memory.superseded_by === null || !gone.has(memory.superseded_by)) continue;
    kept.set(memory.id, { ...memory, invalid_at: null, superseded_by: null });
  }
  return kept;
}

const isKept = (memory: Memory) => isOwners(memory) || memory.is_locked;

function without(
  memory: Memory,
  sourceId: string,
  { stands = () => false, stays = isKept }: Exceptions,
): Memory | null {
  const evidence = memory.evidence.filter((one) => one.source_id !== sourceId || stands(one, memory));
  if (evidence.length === 0 && !stays(memory)) return null;
  if (evidence.some((one) => one.source_id === sourceId)) return weighed({ ...memory, evidence });
  const other = evidence.find(({ source_type }) => source_type === 'conversation')?.source_id ?? null;
  const conversation = memory.conversation_id === sourceId ? other : memory.conversation_id;
  return weighed({ ...memory, evidence, conversation_id: conversation, memory_id: conversation });
}
