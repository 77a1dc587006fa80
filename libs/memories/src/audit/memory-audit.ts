import { Injectable } from '@nestjs/common';
import type { Memory } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { isCurrent, isOwners, isVisible, normalizedContent } from '../memory.rules.js';
import { MemoryRepository } from '../store/memory.repository.js';
import { duplicatesAmong } from './duplicates.rules.js';
import {
  evidenceState,
  holdsSecret,
  isSelfFed,
  staleness,
  type SourceSegments,
} from './memory-checks.rules.js';
import { FINDING_KINDS, type AuditFigures, type AuditReport, type MemoryFinding } from './memory-finding.js';
import { MemoryRepairs } from './memory-repairs.js';
import { SourceTexts } from './source-texts.js';

/** Looks through all memories of an owner for what should not be there. Reads everything, so it is for maintenance, not for requests. */
@Injectable()
export class MemoryAudit {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly sources: SourceTexts,
    private readonly repairs: MemoryRepairs,
    private readonly clock: Clock,
  ) {}

  /** Changes nothing unless `fix`, and then only what takes nothing from the owner. */
  async run(ownerId: string, { fix = false } = {}): Promise<AuditReport> {
    const memories = await Array.fromAsync(this.memories.inListOrder(ownerId));
    const sources = await this.sourcesOf(ownerId, memories);
    const visible = memories.filter(isVisible);
    const findings = [
      ...duplicatesAmong(visible).map(({ repeat, keeper }): MemoryFinding => {
        return { kind: 'duplicate', memoryId: repeat.id, detail: keeper.id, fixable: !isOwners(repeat) };
      }),
      ...this.findingsOf(visible, sources),
    ];
    let fixed = 0;
    if (fix) {
      for (const finding of findings)
        if (finding.fixable) fixed += await this.repairs.repair(ownerId, finding, sources);
    }
    return { figures: figuresOf(memories, findings, fixed), findings };
  }

  private findingsOf(
    visible: readonly Memory[],
    sources: ReadonlyMap<string, SourceSegments | null>,
  ): MemoryFinding[] {
    const byWords = new Map(visible.map((memory) => [normalizedContent(memory.content), memory]));
    const nowMs = this.clock.nowMs();
    const findings: MemoryFinding[] = [];
    for (const memory of visible) {
      const found = (kind: MemoryFinding['kind'], detail: string, fixable = false) =>
        findings.push({ kind, memoryId: memory.id, detail, fixable });
      const missing = missingSupport(memory, sources);
      if (missing) found('unsupported', missing.detail, missing.fixable);
      if (holdsSecret(memory)) found('secret', 'password, PIN or number');
      if (isSelfFed(memory, sources, (words) => byWords.get(words)))
        found('self_fed', 'said by a program, or a memory read aloud');
      const stale = staleness(memory, nowMs);
      if (stale) found('stale', stale);
    }
    return findings;
  }

  private async sourcesOf(
    ownerId: string,
    memories: readonly Memory[],
  ): Promise<ReadonlyMap<string, SourceSegments | null>> {
    const sources = new Map<string, SourceSegments | null>();
    for (const { source_id } of memories.filter(isVisible).flatMap(({ evidence }) => evidence)) {
      if (source_id === null || sources.has(source_id)) continue;
      sources.set(source_id, await this.sources.find(ownerId, source_id));
    }
    return sources;
  }
}

/** Of a memory that was heard and that nothing bears out any more; what the owner made theirs needs no support. */
function missingSupport(
  memory: Memory,
  sources: ReadonlyMap<string, SourceSegments | null>,
): { detail: string; fixable: boolean } | null {
  if (isOwners(memory) || memory.evidence.length === 0) return null;
  const states = memory.evidence.map((one) =>
    evidenceState(one, one.source_id === null ? null : (sources.get(one.source_id) ?? null)),
  );
  if (states.includes('stands') && !states.includes('gone')) return null;
  if (states.includes('stands')) return { detail: 'one of its sources is gone', fixable: true };
  const areGone = states.every((state) => state === 'gone');
  return areGone
    ? { detail: 'all that it rests on is gone', fixable: true }
    : { detail: 'its words do not stand where it says', fixable: false };
}

function figuresOf(
  memories: readonly Memory[],
  findings: readonly MemoryFinding[],
  fixed: number,
): AuditFigures {
  const count = (isMeant: (memory: Memory) => boolean) => memories.filter(isMeant).length;
  const ofKind = FINDING_KINDS.map((kind) => [kind, findings.filter((one) => one.kind === kind).length]);
  return {
    memories: memories.length,
    current: count(isVisible),
    superseded: count((memory) => !isCurrent(memory)),
    rejected: count((memory) => memory.user_review === false),
    manual: count((memory) => memory.manually_added),
    awaitingReview: count((memory) => memory.review_id !== null),
    pending: count(
      (memory) => memory.layer === 'short_term' && memory.review_id === null && isVisible(memory),
    ),
    withoutEvidence: count((memory) => !isOwners(memory) && memory.evidence.length === 0),
    findings: Object.fromEntries(ofKind) as AuditFigures['findings'],
    fixed,
  };
}
