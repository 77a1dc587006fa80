import { Injectable } from '@nestjs/common';
import { ClosedAccounts } from '#libs/accounts';
import { CaptureLogs } from '#libs/transcription';
import { LiveSessions } from '../live/live-sessions.js';

/** A closed account is emptied by one process; what others hold of it (open sessions, logs on their own disk) they let go of here. */
@Injectable()
export class ClosedAccountSweep {
  constructor(
    private readonly closed: ClosedAccounts,
    private readonly sessions: LiveSessions,
    private readonly logs: CaptureLogs,
  ) {}

  /** Of the owners that record here now. */
  async sweepSessions(): Promise<void> {
    await this.letGo(this.sessions.owners());
  }

  /** Of every owner that this disk holds sound of: reads all logs. */
  async sweepLogs(): Promise<void> {
    const owners = new Set<string>();
    for await (const { ownerId } of this.logs.list()) owners.add(ownerId);
    await this.letGo(owners);
  }

  private async letGo(owners: Iterable<string>): Promise<void> {
    for (const ownerId of owners) {
      if (!(await this.closed.isClosed(ownerId))) continue;
      await this.sessions.closeOwner(ownerId);
      await this.logs.deleteOfOwner(ownerId);
    }
  }
}
