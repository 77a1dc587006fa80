import { Clock } from '#libs/kernel';
import { Locks, type Lock } from '../../ports/locks.js';

interface Lease {
  readonly token: number;
  readonly expiresAtMs: number;
}

const TOKENS_PER_MS = 1_000;

/** Leases within one process, which is all there is: the data folder refuses a second one. */
export class MemoryLocks extends Locks {
  private readonly leases = new Map<string, Lease>();
  private lastToken = 0;

  constructor(private readonly clock: Clock) {
    super();
  }

  override async tryAcquire(name: string, ttlMs: number): Promise<Lock | null> {
    if (this.leaseOf(name)) return null;
    const token = this.nextToken();
    this.hold(name, token, ttlMs);
    return {
      fencingToken: token,
      renew: async (renewedTtlMs) => {
        if (this.leaseOf(name)?.token !== token) return false;
        this.hold(name, token, renewedTtlMs);
        return true;
      },
      release: async () => {
        if (this.leases.get(name)?.token === token) this.leases.delete(name);
      },
    };
  }

  private leaseOf(name: string): Lease | undefined {
    const lease = this.leases.get(name);
    return lease && lease.expiresAtMs > this.clock.monotonicMs() ? lease : undefined;
  }

  private hold(name: string, token: number, ttlMs: number): void {
    this.leases.set(name, { token, expiresAtMs: this.clock.monotonicMs() + ttlMs });
  }

  /** Begins at the wall clock, so that tokens grow over restarts too: a document may remember one. */
  private nextToken(): number {
    this.lastToken = Math.max(this.lastToken + 1, this.clock.nowMs() * TOKENS_PER_MS);
    return this.lastToken;
  }
}
