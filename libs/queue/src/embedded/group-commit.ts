import type { SqliteDatabase } from '#libs/sqlite';

interface Waiting {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

type Settled = () => void;

/** So that a burst does not hold up the event loop: about 5 ms. */
const MAX_PER_TRANSACTION = 200;

/**
 * One transaction, and so one sync of the disk, for everything that was asked for in one turn of the event loop. A promise settles only
 * when its work is durable. Works run in the order they came in; each is a few statements that hold by themselves, because one that fails
 * is not undone while the others of its group are committed.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private scheduled = false;

  constructor(private readonly db: SqliteDatabase) {}

  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ work, resolve, reject });
      this.schedule();
    });
  }

  /** Commits what waits, now. */
  flush(): void {
    while (this.waiting.length > 0) this.commit(this.waiting.splice(0, MAX_PER_TRANSACTION));
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.commit(this.waiting.splice(0, MAX_PER_TRANSACTION));
      if (this.waiting.length > 0) this.schedule();
    });
  }

  private commit(group: readonly Waiting[]): void {
    if (group.length === 0) return;
    try {
      const settled = this.db.transaction(() => group.map(settle));
      for (const tell of settled) tell();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

/** Does the work and answers how to tell its promise, once the group is committed. */
function settle({ work, resolve, reject }: Waiting): Settled {
  try {
    const value = work() as never;
    return () => resolve(value);
  } catch (error) {
    return () => reject(error);
  }
}
