import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, toAppError, type Cancel } from '#libs/kernel';
import { Log } from '#libs/observability';
import { RecordingArchive } from './audio/recording-archive.js';
import { ClosedAccountSweep } from './deletion/closed-account-sweep.js';
import { Sweeper } from './lifecycle/sweeper.js';
import { LiveSessions } from './live/live-sessions.js';

/** How often every unfinished conversation is proved to have an owner. */
export const SWEEP_EVERY_MS = 60_000;

/** Keeps promises over crashes: takes up what a dead process left behind, at the start and every minute. */
@Injectable()
export class ConversationsRuntime implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private cancel: Cancel | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private adopted = false;

  constructor(
    private readonly sessions: LiveSessions,
    private readonly sweeper: Sweeper,
    private readonly archive: RecordingArchive,
    private readonly closedAccounts: ClosedAccountSweep,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.round();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.idle();
    await this.sessions.stop();
  }

  /** Waits for the round that runs now, the first one after the start included. */
  idle(): Promise<void> {
    return this.running;
  }

  /** One round: recordings first, because their words belong to the conversations that the sweep may find ended. Never fails. */
  private async round(): Promise<void> {
    try {
      if (!this.adopted) await this.closedAccounts.sweepLogs();
      if (!this.adopted) await this.archive.adopt();
      this.adopted = true;
      await this.closedAccounts.sweepSessions();
      await this.sessions.recover();
      await this.sweeper.sweep();
      await this.archive.releaseAll();
    } catch (thrown) {
      const { code, kind } = toAppError(thrown);
      this.log.error('the sweep failed', { 'error.code': code, 'error.kind': kind });
    }
    if (!this.stopped) {
      this.cancel = this.clock.after(SWEEP_EVERY_MS, () => void (this.running = this.round()));
    }
  }
}
