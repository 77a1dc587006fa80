import { beforeEach, describe, expect, it } from 'vitest';
import { AppError, currentContext, type RequestContext } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { Log, Metrics, type LogFields } from '#libs/observability';
import { GiveJobBack } from './attempt-outcome.js';
import type { JobRun } from './job-queue.js';
import { JobRunner, type Attempt } from './job-runner.js';
import { probeJob } from './testing/probe.js';

class LineLog extends Log {
  readonly lines: [level: string, message: string, fields: LogFields | undefined][] = [];
  override debug = this.at('debug');
  override info = this.at('info');
  override warn = this.at('warn');
  override error = this.at('error');
  private at(level: string) {
    return (message: string, fields?: LogFields) => void this.lines.push([level, message, fields]);
  }
}

const job = probeJob({ attempts: 2, timeoutMs: 60_000, backoffMs: 100 });

describe('JobRunner', () => {
  let clock: ManualClock;
  let log: LineLog;
  let metrics: Metrics;
  let runner: JobRunner;
  let giveBack: AbortController;
  beforeEach(() => {
    clock = new ManualClock();
    log = new LineLog();
    metrics = new Metrics();
    runner = new JobRunner(clock, log, metrics, () => 0.5);
    giveBack = new AbortController();
  });

  const attempt = (run: JobRun, given: Partial<Attempt> = {}) =>
    runner.run({
      handler: { definition: job, run },
      jobId: 'j1',
      number: 1,
      payload: { key: 'a' },
      requestId: null,
      giveBack: giveBack.signal,
      ...given,
    });
  const forever: JobRun = () => new Promise(() => {});

  it('runs the handler in the context of the request that put the job in, for its owner', async () => {
    const seen: (RequestContext | undefined)[] = [];
    const look: JobRun = () => Promise.resolve(void seen.push(currentContext()));
    await attempt(look, { requestId: 'r1', payload: { key: 'a', ownerId: 'ada' } });
    await attempt(look);
    expect(seen).toEqual([{ requestId: 'r1', ownerId: 'ada' }, { requestId: 'j1' }]);
  });

  it('writes one line of log and one sample of each metric per attempt', async () => {
    await attempt(() => clock.advance(250));
    const fields = {
      'job.id': 'j1',
      'job.name': 'test.probe',
      'job.attempt': 1,
      outcome: 'done',
      duration_ms: 250,
    };
    expect(log.lines).toEqual([['info', 'job attempt ended', fields]]);
    const text = await metrics.render();
    expect(text).toContain('mneme_jobs_total{job="test.probe",outcome="done"} 1');
    expect(text).toContain('mneme_jobs_duration_seconds_sum{job="test.probe"} 0.25');
  });

  it('says in the log why an attempt failed, without the message of what nobody foresaw', async () => {
    await attempt(() => Promise.reject(new AppError('unavailable', 'VENDOR_DOWN', 'Later.')));
    await attempt(() => Promise.reject(new TypeError('I said this')));
    expect(log.lines[0]).toMatchObject([
      'warn',
      'job attempt ended',
      { 'error.code': 'VENDOR_DOWN', outcome: 'retry' },
    ]);
    expect(log.lines[1]).toMatchObject([
      'error',
      'job attempt ended',
      { 'error.code': 'INTERNAL', outcome: 'dead' },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('said');
  });

  it('hands the payload on as the schema reads it', async () => {
    let seen: unknown;
    await attempt((payload) => Promise.resolve(void (seen = payload)), {
      payload: { key: 'a', later: 'field' },
    });
    expect(seen).toEqual({ key: 'a' });
  });

  it('goes on without a handler that ignores its time limit', async () => {
    const outcome = attempt(forever);
    await clock.advance(60_000);
    expect(log.lines).toEqual([]);
    await clock.advance(2_000);
    expect(await outcome).toEqual({ kind: 'retry', delayMs: 100, errorCode: 'JOB_TIMED_OUT' });
  });

  it('counts what a handler finishes shortly after its time limit as done', async () => {
    const gate = Promise.withResolvers<void>();
    const outcome = attempt(() => gate.promise);
    await clock.advance(60_500);
    gate.resolve();
    expect(await outcome).toEqual({ kind: 'done' });
  });

  it('gives a job back whatever its handler throws because it was told to', async () => {
    const outcome = attempt(async (_payload, { signal }) => {
      await clock.sleep(1_000, signal).catch(() => {
        throw new AppError('invalid', 'AUDIO_BROKEN', 'Cut off in the middle.');
      });
    });
    giveBack.abort(new GiveJobBack());
    expect(await outcome).toEqual({ kind: 'given_back' });
  });

  it('makes a job whose worker died at each attempt a dead letter without running it', async () => {
    let ran = false;
    const run: JobRun = () => Promise.resolve(void (ran = true));
    expect(await attempt(run, { number: 3 })).toEqual({ kind: 'dead', errorCode: 'JOB_WORKER_LOST' });
    expect(ran).toBe(false);
  });
});
