import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobMigrations } from './job-schema.js';
import { JobTable } from './job-table.js';

describe('the file of the jobs', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mneme-jobs-'));
    file = join(folder, 'jobs.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A file as it was made before versions were written into it, with one job. */
  function fromBeforeVersions(): void {
    const db = new DatabaseSync(file);
    db.exec(jobMigrations[0]!);
    db.exec(`INSERT INTO jobs (id, name, payload, dedupe_key, state, run_at)
             VALUES ('j1', 'memory.index', '{"ownerId":"ada"}', 'ada/m1', 'waiting', 0)`);
    db.close();
  }

  it('keeps the jobs of a file from before versions, and a copy of it as it was', () => {
    fromBeforeVersions();
    const table = new JobTable(file);
    expect(table.count({ ownerId: 'ada' })).toBe(1);
    expect(table.isLive('memory.index', 'ada/m1')).toBe(true);
    table.close();
    expect(existsSync(`${file}.before-v1`)).toBe(true);
    const db = new DatabaseSync(file, { readOnly: true });
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: jobMigrations.length });
    db.close();
  });

  it('finds an owner’s jobs by an index', () => {
    new JobTable(file).close();
    const db = new DatabaseSync(file, { readOnly: true });
    const plan = db
      .prepare(`EXPLAIN QUERY PLAN SELECT count(*) FROM jobs WHERE payload ->> '$.ownerId' = ?`)
      .all('ada');
    db.close();
    expect(JSON.stringify(plan)).toContain('jobs_owner');
  });

  it('refuses a file from a newer version', () => {
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 99');
    db.close();
    expect(() => new JobTable(file)).toThrow(expect.objectContaining({ code: 'STORAGE_NEWER' }) as Error);
  });

  it('says so when the file is damaged', () => {
    writeFileSync(file, 'this is no database, and long enough to be looked at as one'.repeat(100));
    expect(() => new JobTable(file)).toThrow(expect.objectContaining({ code: 'STORAGE_CORRUPT' }) as Error);
  });

  it('is sound after work', async () => {
    const table = new JobTable(file);
    const job = { name: 'n', payload: '{}', requestId: null, runAtMs: 0, rerun: false };
    await Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        table.commit(() => table.insert({ ...job, id: `${n}`, dedupeKey: `${n}` })),
      ),
    );
    expect(table.integrityCheck()).toEqual([]);
    table.close();
  });
});
