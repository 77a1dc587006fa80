import type { Memory, MemoryEvidence, TranscriptSegment } from '#libs/contracts';

/** Segments that went from one conversation to another, as they lie there now. */
export interface MovedSegments {
  readonly from: string;
  readonly to: string;
  /** Of the conversation that they went to, by id. */
  readonly segments: ReadonlyMap<string, Pick<TranscriptSegment, 'start' | 'end'>>;
}

/**
 * The memory resting on the same words at their new place; null when none of its words went there. What it rested on there already is not
 * counted twice.
 */
export function followSegmentsOf(memory: Memory, moved: MovedSegments): Memory | null {
  const staying = memory.evidence.filter((entry) => !isMoved(entry, moved));
  if (staying.length === memory.evidence.length) return null;
  const known = new Set(staying.map(keyOf));
  const evidence = memory.evidence.flatMap((entry) => {
    if (staying.includes(entry)) return entry;
    const there = followed(entry, moved);
    return known.has(keyOf(there)) ? [] : there;
  });
  const left = evidence.some(({ source_id }) => source_id === moved.from);
  const isOfIt = memory.conversation_id === moved.from && !left;
  return {
    ...memory,
    evidence,
    ...(isOfIt ? { conversation_id: moved.to, memory_id: moved.to } : {}),
  };
}

/** Words on both sides of a cut go where they began. */
function isMoved({ source_id, segment_ids }: MemoryEvidence, { from, segments }: MovedSegments): boolean {
  return source_id === from && segments.has(segment_ids[0] ?? '');
}

function followed(entry: MemoryEvidence, { to, segments }: MovedSegments): MemoryEvidence {
  const segment_ids = entry.segment_ids.filter((id) => segments.has(id));
  const places = segment_ids.map((id) => segments.get(id)!);
  return {
    ...entry,
    source_id: to,
    segment_ids,
    start: Math.min(...places.map(({ start }) => start)),
    end: Math.max(...places.map(({ end }) => end)),
  };
}

function keyOf({ source_id, segment_ids }: MemoryEvidence): string {
  return JSON.stringify([source_id, ...segment_ids]);
}
