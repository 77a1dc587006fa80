import { screenSecrets } from '#libs/ai';
import type { Memory, MemoryEvidence } from '#libs/contracts';
import { standsIn } from '../extraction/grounding.rules.js';
import { isMachine } from '../imports/log-extracts.rules.js';
import { normalizedContent } from '../memory.rules.js';

/** What a source still holds: its segments by id, each with its words and who said them. */
export type SourceSegments = ReadonlyMap<string, { readonly text: string; readonly speaker: string }>;

/** Whether one piece of evidence holds: `gone` when its source is, `altered` when its words do not stand there. */
export function evidenceState(
  evidence: MemoryEvidence,
  segments: SourceSegments | null,
): 'stands' | 'gone' | 'altered' {
  if (evidence.source_type === 'manual') return 'stands';
  if (!segments) return 'gone';
  const cited = evidence.segment_ids.flatMap((id) => segments.get(id) ?? []);
  if (cited.length < evidence.segment_ids.length || cited.length === 0) return 'altered';
  const texts = cited.map(({ text }) => text);
  return evidence.quote === '' || standsIn(evidence.quote, texts) ? 'stands' : 'altered';
}

/** Whether a memory holds something that must never be repeated: a password, a PIN, a card number. */
export function holdsSecret({ content, evidence }: Memory): boolean {
  const said = [content, ...evidence.map(({ quote }) => quote)];
  const secrets = screenSecrets(said);
  return said.some((text) => secrets.taints(text));
}

/** Whether all that a memory rests on was said by a program, or is an older memory read aloud. */
export function isSelfFed(
  memory: Memory,
  sources: ReadonlyMap<string, SourceSegments | null>,
  olderWords: (words: string) => Memory | undefined,
): boolean {
  if (memory.manually_added || memory.evidence.length === 0) return false;
  return memory.evidence.every((evidence) => {
    const segments = evidence.source_id === null ? null : sources.get(evidence.source_id);
    const speakers = evidence.segment_ids.flatMap((id) => segments?.get(id)?.speaker ?? []);
    if (speakers.length > 0 && speakers.every(isMachine)) return true;
    const older = olderWords(normalizedContent(evidence.quote));
    return older !== undefined && older.id !== memory.id && older.valid_at < memory.valid_at;
  });
}

const DAY_MS = 24 * 60 * 60_000;
/** A fact that nobody has mentioned for so long may have passed. */
const UNCONFIRMED_MS = 2 * 365 * DAY_MS;
/** What passes by itself sooner. */
const PASSING = new Set(['age', 'school', 'work_arrangement', 'shift', 'commute', 'medication', 'schedule']);
const PASSING_MS = 365 * DAY_MS;
/** Consolidation looks at everything within a day. */
const UNCONSOLIDATED_MS = 7 * DAY_MS;

/** Why a memory may be out of date, or null. */
export function staleness(memory: Memory, nowMs: number): 'unconfirmed' | 'unconsolidated' | null {
  if (memory.manually_added || memory.review_id !== null) return null;
  const said = memory.evidence.flatMap(({ said_at }) => (said_at === undefined ? [] : [Date.parse(said_at)]));
  const lastMs = Math.max(memory.created_at.getTime(), ...said);
  const limitMs = PASSING.has(memory.predicate ?? '') ? PASSING_MS : UNCONFIRMED_MS;
  if (nowMs - lastMs > limitMs) return 'unconfirmed';
  const isWaiting = memory.layer === 'short_term' && nowMs - memory.updated_at.getTime() > UNCONSOLIDATED_MS;
  return isWaiting ? 'unconsolidated' : null;
}
