import { Injectable } from '@nestjs/common';
import type { JobDefinition } from '#libs/contracts';

/** Arms an owner's timers of one kind from what is stored, and answers how many. Doing so again changes nothing. */
export type Rearm = (ownerId: string) => Promise<number>;

/**
 * The timers that wait for owners. They are jobs, so where jobs do not go along (a move to the other profile, an account that comes from an
 * export) the libs that set them arm them again. Nothing is written but jobs, so what was compared before stays the same.
 */
@Injectable()
export class OwnerTimers {
  private readonly participants = new Map<string, Rearm>();

  /** Names of the jobs that can be armed again. */
  get names(): string[] {
    return [...this.participants.keys()];
  }

  /** Once for each job that is defined as a timer. */
  register<Payload>({ name, timer }: JobDefinition<Payload>, rearm: Rearm): void {
    if (timer !== true) throw new Error(`${name} is no timer`);
    if (this.participants.has(name)) throw new Error(`${name} is armed by somebody else already`);
    this.participants.set(name, rearm);
  }

  /** Arms everything that waits for an owner; answers how many timers run for that. Doing so again is fine. */
  async rearm(ownerId: string): Promise<number> {
    let timers = 0;
    for (const rearm of this.participants.values()) timers += await rearm(ownerId);
    return timers;
  }
}
