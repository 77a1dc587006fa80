import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, toAppError, type Cancel } from '#libs/kernel';
import { Log } from '#libs/observability';
import { LedgerReconciler } from '../ledger/ledger-reconciler.js';
import { AudioRetention } from './audio-retention.js';
import { PieceSealer } from './piece-sealer.js';

/** How often it is looked whether pieces are due: with the length of a piece this is what a lost machine costs at most. */
export const SEAL_EVERY_MS = 15_000;
/** How often the ledger is compared with what is there. */
export const RECONCILE_EVERY_MS = 10 * 60_000;
/** How often recordings are let go whose time is over; one process of the installation does it. */
const EXPIRE_EVERY_MS = 60 * 60_000;

/** What is done about sound all the time, apart from any request. A round that fails is said once and tried again at its next time. */
@Injectable()
export class AudioUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Map<string, { cancel: Cancel | null; running: Promise<void> }>();
  private stopped = false;

  constructor(
    private readonly sealer: PieceSealer,
    private readonly reconciler: LedgerReconciler,
    private readonly retention: AudioRetention,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.every(SEAL_EVERY_MS, 'pieces', () => this.sealer.round());
    this.every(RECONCILE_EVERY_MS, 'ledger', () => this.reconciler.round());
    if (this.retention.isConfigured) this.every(EXPIRE_EVERY_MS, 'retention', () => this.retention.round());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const { cancel } of this.rounds.values()) cancel?.();
    await Promise.all([...this.rounds.values()].map(({ running }) => running));
  }

  private every(intervalMs: number, name: string, task: () => Promise<unknown>): void {
    if (this.stopped) return;
    const round = { cancel: null as Cancel | null, running: Promise.resolve() };
    this.rounds.set(name, round);
    round.cancel = this.clock.after(intervalMs, () => {
      round.running = task()
        .catch((error: unknown) => this.report(name, error))
        .then(() => this.every(intervalMs, name, task));
    });
  }

  private report(name: string, thrown: unknown): void {
    const { code, kind } = toAppError(thrown);
    this.log.error('the upkeep of sound failed', { outcome: name, 'error.code': code, 'error.kind': kind });
  }
}
