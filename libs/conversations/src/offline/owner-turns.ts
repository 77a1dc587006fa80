import { Injectable } from '@nestjs/common';
import { AppError, Clock } from '#libs/kernel';
import { Locks, type Lock } from '#libs/storage';

/** Far longer than placing takes; whoever dies in it holds others up for no longer. */
const LOCK_MS = 30_000;
const LOCK_LOOK_MS = 100;
const LOCK_WAIT_MS = 20_000;

/** One owner's recordings are placed one after the other, whichever processes they are in: two that see no conversation would begin two. */
@Injectable()
export class OwnerTurns {
  constructor(
    private readonly locks: Locks,
    private readonly clock: Clock,
  ) {}

  /** `conflict` IMPORT_BUSY when the others take too long. */
  async run<T>(ownerId: string, work: () => Promise<T>): Promise<T> {
    const lock = await this.acquire(`offline-import/${ownerId}`);
    try {
      return await work();
    } finally {
      await lock.release();
    }
  }

  private async acquire(name: string): Promise<Lock> {
    const untilMs = this.clock.monotonicMs() + LOCK_WAIT_MS;
    for (;;) {
      const lock = await this.locks.tryAcquire(name, LOCK_MS);
      if (lock) return lock;
      if (this.clock.monotonicMs() >= untilMs) break;
      await this.clock.sleep(LOCK_LOOK_MS);
    }
    throw new AppError('conflict', 'IMPORT_BUSY', 'Other recordings are being taken in. Try again later.');
  }
}
