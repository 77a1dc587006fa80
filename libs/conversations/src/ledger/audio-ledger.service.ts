import { Injectable } from '@nestjs/common';
import { NodeIdentity } from '#libs/kernel';
import { CaptureLogs } from '#libs/transcription';
import { LiveRegistry } from '../live/live-registry.js';
import { OfflineRecordingRepository } from '../offline/offline-recording.repository.js';
import { RecordingSessionRepository, type RecordingPeriod } from '../store/recording-session.repository.js';
import type { RecordingSession } from '../store/recording-session.js';
import { importEntry } from './import-ledger.rules.js';
import { ledgerEntry, type LedgerEntry } from './ledger.rules.js';
import { LedgerSum, type LedgerTotals } from './ledger-totals.js';

export interface LedgerQuery extends RecordingPeriod {
  readonly limit: number;
  /** Where the page before this one ended; undefined: the first page. */
  readonly cursor?: string;
}

/** A recording and its account. */
export interface LedgerRow {
  readonly recording: RecordingSession;
  readonly entry: LedgerEntry;
}

export interface LedgerPage {
  readonly rows: readonly LedgerRow[];
  /** Of the whole period; null on all pages but the first. */
  readonly totals: LedgerTotals | null;
  /** The same of the recordings that came as files, which are not among `rows`. */
  readonly imported: LedgerTotals | null;
  /** Absent when nothing follows. */
  readonly nextCursor?: string;
}

/** Accounts for each second of sound that an owner's devices sent. */
@Injectable()
export class AudioLedgerService {
  constructor(
    private readonly sessions: RecordingSessionRepository,
    private readonly logs: CaptureLogs,
    private readonly live: LiveRegistry,
    private readonly imports: OfflineRecordingRepository,
    private readonly node: NodeIdentity,
  ) {}

  /** Recordings by when they began, newest first. */
  async page(ownerId: string, { limit, cursor, ...period }: LedgerQuery): Promise<LedgerPage> {
    const { recordings, nextCursor } = await this.sessions.pageOf(ownerId, period, { limit, cursor });
    const rows: LedgerRow[] = [];
    for (const recording of recordings) {
      rows.push({ recording, entry: await this.entryOf(ownerId, recording) });
    }
    const isFirst = cursor === undefined;
    const totals = isFirst ? await this.totals(ownerId, period) : null;
    const imported = isFirst ? await this.imported(ownerId, period) : null;
    return { rows, totals, imported, ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  async totals(ownerId: string, period: RecordingPeriod): Promise<LedgerTotals> {
    const sum = new LedgerSum();
    for await (const recording of this.sessions.ofPeriod(ownerId, period)) {
      sum.add(await this.entryOf(ownerId, recording));
    }
    return sum.totals;
  }

  /** Of recordings that came as files and were recorded in a period. */
  async imported(ownerId: string, period: RecordingPeriod): Promise<LedgerTotals> {
    const sum = new LedgerSum();
    for await (const recording of this.imports.ofPeriod(ownerId, period)) sum.add(importEntry(recording));
    return sum.totals;
  }

  /** What other machines have received and not yet dealt with is not known here. */
  async entryOf(ownerId: string, recording: RecordingSession): Promise<LedgerEntry> {
    if (recording.state === 'released' || (recording.node_id ?? this.node.id) !== this.node.id) {
      return ledgerEntry(recording, null);
    }
    // In one go, so that nothing is received between the two that the one knows of and the other does not.
    const log = await this.logs.describe(ownerId, recording.id);
    return ledgerEntry(recording, log);
  }

  /** Whether it goes on in this process. */
  isLive(recordingId: string): boolean {
    return this.live.find(recordingId) !== null;
  }
}
