import Bull from 'bull';
import { DatabaseSync } from 'node:sqlite';
import { newId } from '#libs/kernel';

/** Jobs a second of the least that a durable queue on this store must do. */
export interface BareRates {
  readonly addedOneByOne: number;
  readonly added: number;
  /** By how many are run at once. */
  readonly completed: ReadonlyMap<number, number>;
}

/** How many jobs are run at once. */
export const CONCURRENCIES = [8, 64] as const;

const perSecond = (count: number, sinceMs: number) =>
  Math.round((count * 1_000) / (performance.now() - sinceMs));

/** One synced insert per job, or per group of `producers` jobs; one synced transaction per job run that claims it and deletes the one before. */
export function bareSqlite(file: string, jobs: number, producers: number): BareRates {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE jobs (id TEXT PRIMARY KEY, payload TEXT, state TEXT) STRICT');
  db.exec(`CREATE INDEX due ON jobs (id) WHERE state = 'waiting'`);
  const insert = db.prepare(`INSERT INTO jobs VALUES (?, ?, 'waiting')`);
  const claim = db.prepare(
    `UPDATE jobs SET state = 'active' WHERE id = (SELECT id FROM jobs WHERE state = 'waiting' LIMIT 1) RETURNING id`,
  );
  const remove = db.prepare('DELETE FROM jobs WHERE id = ?');
  const groupsOf = (size: number, work: (n: number) => void) => {
    const startMs = performance.now();
    for (let n = 0; n < jobs; n += size) {
      db.exec('BEGIN');
      for (let each = n; each < Math.min(jobs, n + size); each += 1) work(each);
      db.exec('COMMIT');
    }
    return perSecond(jobs, startMs);
  };
  const add = (n: number) => void insert.run(newId(), JSON.stringify({ n }));
  const addedOneByOne = groupsOf(1, add);
  const completed = groupsOf(1, () => void remove.run((claim.get() as { id: string }).id));
  const added = groupsOf(producers, add);
  db.close();
  // SQLite has one writer: more at once changes nothing.
  return { addedOneByOne, added, completed: new Map(CONCURRENCIES.map((at) => [at, completed])) };
}

/** Bull itself, with the same ids and settings and a handler that does nothing. */
export async function bareBull(redisUrl: string, jobs: number, producers: number): Promise<BareRates> {
  const addAll = async (bull: Bull.Queue, at: number) => {
    let n = 0;
    const startMs = performance.now();
    const produce = async () => {
      while (n < jobs) {
        n += 1;
        await bull.add({ n }, { jobId: newId(), removeOnComplete: true, removeOnFail: true });
      }
    };
    await Promise.all(Array.from({ length: at }, produce));
    return perSecond(jobs, startMs);
  };
  const completeAll = async (bull: Bull.Queue, concurrency: number) => {
    const done = Promise.withResolvers<void>();
    let ran = 0;
    const startMs = performance.now();
    void bull.process(concurrency, () => {
      ran += 1;
      if (ran === jobs) done.resolve();
      return Promise.resolve();
    });
    await done.promise;
    return perSecond(jobs, startMs);
  };
  const added: number[] = [];
  const completed = new Map<number, number>();
  for (const concurrency of CONCURRENCIES) {
    const bull = new Bull('bare', redisUrl, { prefix: newId() });
    added.push(await addAll(bull, added.length === 0 ? 1 : producers));
    completed.set(concurrency, await completeAll(bull, concurrency));
    await bull.close();
  }
  return { addedOneByOne: added[0]!, added: added[1]!, completed };
}
