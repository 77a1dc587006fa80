export interface Lock {
  /** Grows with every acquisition of the name; a write that carries it lets the store refuse a holder that was overtaken. */
  readonly fencingToken: number;
  /** Prolongs the lease; false when it was lost. */
  renew(ttlMs: number): Promise<boolean>;
  /** Never fails: a lease that cannot be given back now ends by itself. */
  release(): Promise<void>;
}

/**
 * Leases by name over all processes that share the store. A lease that is not renewed ends by itself. Errors: `unavailable`
 * STORAGE_UNAVAILABLE, in which case nobody may act as if the lock were held.
 */
export abstract class Locks {
  /** At once: the lock, or null when another holds it. */
  abstract tryAcquire(name: string, ttlMs: number): Promise<Lock | null>;
}
