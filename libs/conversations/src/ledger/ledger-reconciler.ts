import { Injectable } from '@nestjs/common';
import { toAppError } from '#libs/kernel';
import { Log, Metrics } from '#libs/observability';
import { RecordingArchive } from '../audio/recording-archive.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { RecordingSession } from '../store/recording-session.js';
import { AudioLedgerService } from './audio-ledger.service.js';
import { LedgerSum, type LedgerTotals } from './ledger-totals.js';
import { fatelessMs, type LedgerFinding } from './ledger.rules.js';
import { UnstoredSound, type UnstoredFinding } from './unstored-sound.js';

/** What is found wrong with a recording, or with what lies there of it. */
export type ReconcilerFinding = LedgerFinding | UnstoredFinding | 'log_missing' | 'unreadable';

const MS_PER_SECOND = 1_000;

/**
 * Compares the ledger with what is there: the recordings of this machine with their logs and conversations. It repairs what can be repaired
 * and says the rest, by code, in the log and as a metric. It deletes no sound.
 */
@Injectable()
export class LedgerReconciler {
  private known = new Set<string>();

  constructor(
    private readonly archive: RecordingArchive,
    private readonly sessions: RecordingSessionRepository,
    private readonly ledger: AudioLedgerService,
    private readonly unstored: UnstoredSound,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  /** Answers how many recordings have which trouble. */
  async round(): Promise<ReadonlyMap<ReconcilerFinding, number>> {
    const sum = new LedgerSum();
    const findings = new Map<ReconcilerFinding, number>();
    const troubled = new Set<string>();
    for (const state of ['open', 'closed'] as const) {
      for (const { ownerId, id } of await this.archive.recordings(state)) {
        for (const finding of await this.examine(ownerId, id, sum)) {
          findings.set(finding, (findings.get(finding) ?? 0) + 1);
          this.tell(id, finding, troubled);
        }
      }
    }
    this.known = troubled;
    this.show(sum.totals, findings);
    return findings;
  }

  private async examine(ownerId: string, id: string, sum: LedgerSum): Promise<ReconcilerFinding[]> {
    try {
      const session = await this.sessions.find(ownerId, id);
      if (!session || session.state === 'released') return [];
      const entry = await this.ledger.entryOf(ownerId, session);
      sum.add(entry);
      if (fatelessMs(session) > 0) await this.giveFate(ownerId, id);
      const rescued = await this.unstored.rescue(ownerId, session);
      return [...entry.findings, ...rescued, ...(await this.missingLog(ownerId, session))];
    } catch (thrown) {
      const { code, kind } = toAppError(thrown);
      this.log.error('a recording could not be reconciled', {
        'session.id': id,
        'error.code': code,
        'error.kind': kind,
      });
      return ['unreadable'];
    }
  }

  /** What was dealt with and not counted is counted as that, so that the sums are right again and it stays to be seen. */
  private async giveFate(ownerId: string, id: string): Promise<void> {
    await this.sessions.change(ownerId, id, (session) => {
      const restMs = fatelessMs(session);
      return restMs > 0 ? { uncounted_ms: (session.uncounted_ms ?? 0) + restMs } : null;
    });
  }

  private async missingLog(ownerId: string, { id, spans }: RecordingSession): Promise<ReconcilerFinding[]> {
    const isKept = spans.some(({ state }) => state === 'kept');
    return isKept && !(await this.archive.hasLog(ownerId, id)) ? ['log_missing'] : [];
  }

  /** Once for each trouble, not in every round. */
  private tell(id: string, finding: ReconcilerFinding, troubled: Set<string>): void {
    const trouble = `${id} ${finding}`;
    troubled.add(trouble);
    if (this.known.has(trouble)) return;
    this.log.warn('the account of a recording does not add up', { 'session.id': id, outcome: finding });
  }

  private show({ recognition, storage }: LedgerTotals, findings: ReadonlyMap<string, number>): void {
    const { ledgerAudio, ledgerFindings } = this.metrics;
    const { failed, ...heard } = recognition;
    const failedMs = Object.values(failed).reduce((all, ms) => all + ms, 0);
    for (const [fate, ms] of Object.entries({ ...heard, failed: failedMs })) {
      ledgerAudio.set({ axis: 'recognition', fate }, ms / MS_PER_SECOND);
    }
    for (const [fate, ms] of Object.entries(storage)) {
      ledgerAudio.set({ axis: 'storage', fate }, ms / MS_PER_SECOND);
    }
    ledgerFindings.reset();
    for (const [code, count] of findings) ledgerFindings.set({ code }, count);
  }
}
