/** Operations as Firestore bills them. */
export interface FirestoreUsageCounts {
  readonly reads: number;
  readonly writes: number;
  readonly deletes: number;
}

/**
 * Counts what Firestore bills: a read for every document asked for or returned (found or not, skipped by an offset or read again for a
 * transaction), at least one for every query; a write or a delete for each one committed. Prices are per operation, so budgets are too.
 * Source: https://firebase.google.com/docs/firestore/pricing
 */
export class FirestoreUsage {
  private counts = { reads: 0, writes: 0, deletes: 0 };

  read(documents: number): void {
    this.counts.reads += documents;
  }

  write(documents: number): void {
    this.counts.writes += documents;
  }

  delete(documents: number): void {
    this.counts.deletes += documents;
  }

  /** Since the process began. */
  current(): FirestoreUsageCounts {
    return { ...this.counts };
  }

  /** What was used after `before` was taken from `current`. */
  since(before: FirestoreUsageCounts): FirestoreUsageCounts {
    const { reads, writes, deletes } = this.counts;
    return {
      reads: reads - before.reads,
      writes: writes - before.writes,
      deletes: deletes - before.deletes,
    };
  }
}
