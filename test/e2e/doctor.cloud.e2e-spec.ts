import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { processConversation, type JobDefinition } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { openQueue } from '#libs/queue/testing';
import { TcpProxy } from '#libs/storage/testing';
import { CloudInstallation, sharedServices } from '../support/cloud-installation.js';
import { diagnose, messagesOf, type Diagnosis } from '../support/diagnosis.js';
import { SERVICES, type Service } from '../support/outage.js';

/** As doctor calls them. */
const NAMES: Record<Service, string> = {
  firestore: 'Firestore',
  gcs: 'Cloud Storage',
  pinecone: 'Pinecone',
  typesense: 'Typesense',
  redis: 'Redis',
};

const problemsOf = ({ findings }: Diagnosis) => findings.filter(({ level }) => level === 'problem');

describe('doctor on the cloud profile', () => {
  let dataDir: string;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mneme-doctor-'));
    env = { ...(await CloudInstallation.of(dataDir, sharedServices()!)).env, DATA_DIR: dataDir };
  });
  afterAll(async () => {
    await CloudInstallation.dispose(dataDir);
    await rm(dataDir, { recursive: true });
  });

  it('says of each service that it answers, and that Redis keeps its jobs', async () => {
    const diagnosis = await diagnose(env);
    expect(problemsOf(diagnosis)).toEqual([]);
    expect(diagnosis).toMatchObject({ code: 0, ok: true });
    for (const name of Object.values(NAMES)) expect(messagesOf(diagnosis, name)).toEqual(['answers']);
    expect(messagesOf(diagnosis, 'Redis settings')).toEqual([expect.stringContaining('keeps every job')]);
    expect(messagesOf(diagnosis, 'jobs')).toEqual(['0 jobs to do, 0 for later, 0 timers']);
  });

  for (const service of Object.keys(SERVICES) as Service[]) {
    it(`names ${NAMES[service]} when it alone is away, and what to do`, async () => {
      const { variable } = SERVICES[service];
      const address = env[variable]!;
      const target = address.includes('://') ? new URL(address).host : address;
      const line = await TcpProxy.start(target);
      try {
        line.cut();
        const told = { ...env, [variable]: address.replace(target, line.address) };
        const diagnosis = await diagnose(told);
        expect(diagnosis).toMatchObject({ code: 1, ok: false });
        expect(problemsOf(diagnosis)).toEqual([
          {
            check: NAMES[service],
            level: 'problem',
            message: expect.stringMatching(/^away: /) as string,
            advice: expect.stringMatching(/^Check .*[A-Z]+_[A-Z]+/) as string,
          },
        ]);
      } finally {
        await line.close();
      }
    });
  }

  it('tells settings of Redis that lose jobs', async () => {
    const redis = new Redis(env['REDIS_URL']!);
    try {
      await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
      await redis.config('SET', 'appendonly', 'no');
      const diagnosis = await diagnose(env);
      expect(diagnosis.code).toBe(1);
      expect(problemsOf(diagnosis).map(({ check, advice }) => [check, advice])).toEqual([
        ['Redis settings', expect.stringContaining('noeviction')],
        ['Redis settings', expect.stringContaining('appendonly yes')],
      ]);
    } finally {
      await redis.config('SET', 'maxmemory-policy', 'noeviction');
      await redis.config('SET', 'appendonly', 'yes');
      redis.disconnect();
    }
  });

  it('tells jobs that were given up apart by name and reason', async () => {
    const queue = openQueue({ kind: 'bull', redisUrl: env['REDIS_URL']!, prefix: 'mneme:jobs' });
    const run = () => Promise.reject(new AppError('invalid', 'AUDIO_BROKEN', 'Send it again.'));
    try {
      await queue.start([{ definition: processConversation as JobDefinition, run }]);
      for (const revision of [1, 2]) {
        await queue.enqueue(processConversation, { ownerId: 'ada', conversationId: 'c1', revision });
      }
      await vi.waitFor(async () => expect((await queue.counts()).dead).toBe(2), { timeout: 10_000 });
      const diagnosis = await diagnose(env);
      expect(diagnosis).toMatchObject({ code: 0, ok: true });
      expect(diagnosis.findings).toContainEqual({
        check: 'jobs',
        level: 'warning',
        message: '2 jobs given up: conversation.process (AUDIO_BROKEN)',
        advice: expect.stringContaining('/v1/admin/jobs') as string,
      });
    } finally {
      await queue.forget({ ownerId: 'ada' });
      await queue.stop(0);
      queue.close();
    }
  });
});
