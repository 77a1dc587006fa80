import Bull from 'bull';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RedisServer } from '../../../../test/support/services/redis-server.js';
import { SystemClock } from '#libs/kernel';
import { Metrics, SilentLog } from '#libs/observability';
import { JobRunner } from '../job-runner.js';
import { Probe, probeJob } from '../testing/probe.js';
import { BULL_TIMINGS, BullConnections, type BullTimings } from './bull-connections.js';
import { BullJobQueue } from './bull-job-queue.js';

const job = probeJob({ concurrency: 4 });
const UNAVAILABLE = { kind: 'unavailable', code: 'JOB_STORE_UNAVAILABLE' };
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

describe.skipIf(RedisServer.missing())('BullJobQueue while Redis is away', () => {
  let redis: RedisServer;
  const queues: BullJobQueue[] = [];
  beforeEach(async () => {
    redis = await RedisServer.start({ durable: true });
  });
  afterEach(async () => {
    await Promise.all(queues.map((queue) => queue.stop(0)));
    for (const queue of queues.splice(0)) queue.close();
    await redis.dispose();
  });

  function open(timings: BullTimings = BULL_TIMINGS): BullJobQueue {
    const clock = new SystemClock();
    const log = new SilentLog();
    const connections = new BullConnections({ redisUrl: redis.url, log, timings });
    const queueOf = (name: string) => new Bull(name, connections.queueOptions);
    const runner = new JobRunner(clock, log, new Metrics());
    const queue = new BullJobQueue({ connections, queueOf, clock, runner, log });
    queues.push(queue);
    return queue;
  }

  it('loses nothing of what was put in, runs it by itself when Redis is back, and finished work once', async () => {
    const [producer, consumer] = [open(), open()];
    const gate = Promise.withResolvers<void>();
    const probe = new Probe(job, () => gate.promise);
    await probe.startOn(consumer);
    const keys = Array.from({ length: 50 }, (_, n) => `job ${n}`);
    await Promise.all(keys.map((key) => producer.enqueue(job, { key })));
    await producer.enqueue(job, { key: 'later' }, { delayMs: 500 });
    await until(() => expect(probe.runs).toHaveLength(4));

    await redis.stop('SIGKILL');
    gate.resolve();
    await expect(producer.enqueue(job, { key: 'refused' })).rejects.toMatchObject(UNAVAILABLE);
    await expect(producer.counts()).rejects.toMatchObject(UNAVAILABLE);
    await redis.restart();

    await until(async () =>
      expect(await producer.counts()).toEqual({ waiting: 0, delayed: 0, active: 0, dead: 0 }),
    );
    expect([...probe.keys].sort()).toEqual([...keys, 'later'].sort());
    expect((await producer.enqueue(job, { key: 'accepted' })).duplicate).toBe(false);
    await until(() => expect(probe.keys).toContain('accepted'));
  });

  it('refuses within seconds, not minutes, when Redis is there but says nothing', async () => {
    const queue = open();
    await queue.enqueue(job, { key: 'a' });
    redis.pause();
    const startedMs = performance.now();
    await expect(queue.enqueue(job, { key: 'b' })).rejects.toMatchObject(UNAVAILABLE);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    redis.resume();
    const probe = new Probe(job);
    await until(() => probe.startOn(queue));
    await until(() => expect(probe.keys).toContain('a'));
  });

  it('gives up on a job that takes its process down at each attempt, and says that its process was lost', async () => {
    const timings = { lockMs: 300, tendEveryMs: 60_000, stalledEveryMs: 100 };
    const poison = probeJob({ attempts: 2, concurrency: 3 });
    const lost = new Probe(poison, () => new Promise<void>(() => {}));
    const queue = open(timings);
    await lost.startOn(queue);
    await queue.enqueue(poison, { key: 'a' });
    await until(async () => expect((await queue.counts()).dead).toBe(1));
    expect(lost.attempts).toEqual([1, 2]);
    expect((await queue.deadLetters(1))[0]).toMatchObject({ errorCode: 'JOB_WORKER_LOST', attempts: 3 });
  });

  it('does not start on a Redis that may drop jobs, and says which setting to change', async () => {
    const queue = open();
    const { client } = new BullConnections({ redisUrl: redis.url, log: new SilentLog() });
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    client.disconnect();
    await expect(queue.start([])).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'REDIS_EVICTS',
      message: expect.stringContaining('noeviction') as string,
    });
  });

  it('does not start without Redis, and says where it looked', async () => {
    await redis.stop();
    await expect(open().start([])).rejects.toMatchObject(UNAVAILABLE);
  });
});
