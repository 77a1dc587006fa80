import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { processConversation, type JobDefinition } from '#libs/contracts';
import { AppError, SystemClock } from '#libs/kernel';
import { Metrics, SilentLog } from '#libs/observability';
import { JobRunner, SqliteJobQueue } from '#libs/queue';
import { JobsController } from './jobs.controller.js';

const ids = { ownerId: 'ada', conversationId: 'c1', revision: 0 };

describe('JobsController', () => {
  let dataDir: string;
  let queue: SqliteJobQueue;
  let jobs: JobsController;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'mneme-jobs-'));
    const [clock, log] = [new SystemClock(), new SilentLog()];
    queue = new SqliteJobQueue({ dataDir, clock, log, runner: new JobRunner(clock, log, new Metrics()) });
    jobs = new JobsController(queue);
  });
  afterEach(async () => {
    await queue.stop(0);
    queue.close();
    rmSync(dataDir, { recursive: true });
  });

  /** A job that failed for good at its first attempt, and works at the next. */
  async function failOnce(): Promise<void> {
    const run = vi
      .fn<() => Promise<void>>()
      .mockRejectedValueOnce(new AppError('invalid', 'AUDIO_BROKEN', 'Send it again.'))
      .mockResolvedValue();
    await queue.start([{ definition: processConversation as JobDefinition, run }]);
    await queue.enqueue(processConversation, ids);
    await vi.waitFor(async () => expect((await queue.counts()).dead).toBe(1));
  }

  it('shows how many jobs of each kind there are, and which failed for good and why', async () => {
    await failOnce();
    await queue.enqueue(processConversation, { ...ids, revision: 1 }, { delayMs: 60_000 });
    const { jobs: counts, dead_letters: letters } = await jobs.list();
    expect(counts).toEqual([{ name: 'conversation.process', waiting: 0, delayed: 1, active: 0, dead: 1 }]);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({
      name: 'conversation.process',
      attempts: 1,
      error_code: 'AUDIO_BROKEN',
      failed_at: expect.any(Date) as Date,
      payload: ids,
    });
  });

  it('puts a failed job back once, and says when there is none', async () => {
    await failOnce();
    const { id } = (await jobs.list()).dead_letters[0]!;
    expect(await jobs.retry(id)).toEqual({ status: 'ok' });
    await vi.waitFor(async () => expect((await jobs.list()).jobs).toEqual([]));
    await expect(jobs.retry(id)).rejects.toMatchObject({ kind: 'not_found', code: 'DEAD_JOB_MISSING' });
  });
});
