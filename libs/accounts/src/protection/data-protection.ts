import { Injectable } from '@nestjs/common';
import { protectOwner } from '#libs/contracts';
import { AppError, Clock, toAppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { OwnerProtection, type ProtectionLevel, type ProtectionProgress } from '#libs/storage';
import { SearchRebuild } from '../search/search-rebuild.js';

/** What clients call the things that they move one by one, and where those lie. */
const COLLECTIONS = { conversation: 'conversations', memory: 'memories', chat: 'messages' } as const;
export const PROTECTED_TYPES = ['conversation', 'memory', 'chat'] as const;
export type ProtectedType = (typeof PROTECTED_TYPES)[number];

export interface ProtectedObject {
  readonly type: ProtectedType;
  readonly id: string;
}

/** An object that could not be moved, and why: a stable code. */
export interface MoveFailure extends ProtectedObject {
  readonly code: string;
}

/** Moves an owner's data to another level of protection: all at once, or object by object as clients of the reference do. */
@Injectable()
export class DataProtection {
  constructor(
    private readonly protection: OwnerProtection,
    private readonly search: SearchRebuild,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** What is not at the level yet. */
  async pending(ownerId: string, level: ProtectionLevel): Promise<ProtectedObject[]> {
    const pending: ProtectedObject[] = [];
    for (const type of PROTECTED_TYPES) {
      for await (const stored of this.protection.stored(ownerId, COLLECTIONS[type])) {
        if (this.protection.isBelow(stored, level)) pending.push({ type, id: stored.id });
      }
    }
    return pending;
  }

  /** Moves objects, each with everything below it. One that has been moved or deleted is fine; answers those that could not be. */
  async move(
    ownerId: string,
    level: ProtectionLevel,
    objects: readonly ProtectedObject[],
  ): Promise<MoveFailure[]> {
    const failures: MoveFailure[] = [];
    for (const { type, id } of objects) {
      try {
        await this.protection.moveTree(ownerId, level, { collection: COLLECTIONS[type], id });
      } catch (thrown) {
        failures.push({ type, id, code: toAppError(thrown).code });
      }
    }
    return failures;
  }

  /** What is written from now on is at the level; what is left of the owner's data follows with a job. `not_found` USER_MISSING. */
  async adopt(ownerId: string, level: ProtectionLevel): Promise<void> {
    await this.protection.setLevel(ownerId, level);
    await this.queue.enqueue(protectOwner, { ownerId, level, chosenAtMs: this.clock.nowMs() });
  }

  /**
   * Writes at the level from now on, moves what is left of the owner's data, and has search made again. May be repeated.
   * `not_found` USER_MISSING; `unavailable` DATA_UNDECRYPTABLE at the end when something had to stay as it is.
   */
  async finish(
    ownerId: string,
    level: ProtectionLevel,
    report?: (progress: ProtectionProgress) => void,
  ): Promise<ProtectionProgress> {
    const progress = await this.protection.moveOwner(ownerId, level, report);
    await this.search.request(ownerId);
    if (progress.undecryptable > 0) throw leftAsItIs(progress.undecryptable);
    return progress;
  }
}

function leftAsItIs(count: number): AppError {
  return new AppError(
    'unavailable',
    'DATA_UNDECRYPTABLE',
    `${count} of the stored things cannot be decrypted and stay as they are; everything else was moved. Restore the master secret they were encrypted with, then run this again.`,
    { count },
  );
}
