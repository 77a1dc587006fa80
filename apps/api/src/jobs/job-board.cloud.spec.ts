import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { IdentityProvider, type AuthenticatedUser } from '#libs/accounts';
import { ConfigModule, loadConfig, type CloudConfig } from '#libs/config';
import { processConversation, type JobDefinition } from '#libs/contracts';
import { AppError, Clock, SystemClock } from '#libs/kernel';
import { ObservabilityModule } from '#libs/observability';
import { HandlesJob, JobHandler, JobQueue, QueueModule } from '#libs/queue';
import { JobBoardModule } from './job-board.module.js';

const redisUrl = inject('redisUrl');

@JobHandler(processConversation)
class FailsForGood implements HandlesJob<typeof processConversation> {
  handle(): Promise<void> {
    return Promise.reject(new AppError('invalid', 'AUDIO_BROKEN', 'Send it again.'));
  }
}

/** Knows two tokens. */
class TwoUsers extends IdentityProvider {
  override verify(token: string): Promise<AuthenticatedUser> {
    if (token === 'admin') return Promise.resolve({ uid: 'ada', isAdmin: true });
    if (token === 'guest') return Promise.resolve({ uid: 'eve', isAdmin: false });
    return Promise.reject(new AppError('unauthenticated', 'TOKEN_INVALID', 'Sign in again.'));
  }
}

@Module({
  providers: [
    { provide: Clock, useValue: new SystemClock() },
    { provide: IdentityProvider, useClass: TwoUsers },
  ],
  exports: [Clock, IdentityProvider],
})
class Surroundings {}

interface Board {
  readonly queues: {
    readonly name: string;
    readonly readOnlyMode: boolean;
    readonly counts: Record<string, number>;
    readonly jobs: { readonly failedReason: string; readonly data: unknown }[];
  }[];
}

describe.skipIf(redisUrl === null)('the Bull board', () => {
  let app: NestExpressApplication;
  let url: string;
  beforeAll(async () => {
    // A database of its own in the Redis that all specs share.
    const cloud = { redisUrl: `${redisUrl!}/9` } as CloudConfig;
    const config = { ...loadConfig({}), storage: { profile: 'cloud' as const, dataDir: '', cloud } };
    const definitions = [processConversation as JobDefinition];
    const module = await Test.createTestingModule({
      imports: [
        { module: Surroundings, global: true },
        ConfigModule.forConfig(config),
        ObservabilityModule.forLog({ level: 'silent', format: 'json' }),
        QueueModule.forRoot({ config, definitions }),
        JobBoardModule.forJobs(definitions.map(({ name }) => name)),
      ],
      providers: [FailsForGood],
    }).compile();
    app = module.createNestApplication<NestExpressApplication>();
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/admin/jobs`;
  });
  afterAll(() => app?.close());

  const ask = (path: string, token?: string) =>
    fetch(url + path, {
      headers: token ? { Authorization: `Basic ${Buffer.from(`any:${token}`).toString('base64')}` } : {},
    });

  it.each(['', '/', '/api/queues', '/static/js/main.js'])(
    'is closed to strangers and guests: %s',
    async (path) => {
      expect((await ask(path)).status).toBe(401);
      expect((await ask(path, 'guest')).status).toBe(403);
    },
  );

  it('serves its page to the admin', async () => {
    const response = await ask('/', 'admin');
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('Mneme jobs')]);
  });

  it('shows dead letters with the ids of what they are about, and offers nothing that changes them', async () => {
    const ids = { ownerId: 'ada', conversationId: 'c1', revision: 0 };
    const queue = app.get(JobQueue);
    await queue.enqueue(processConversation, ids);
    await vi.waitFor(async () => expect((await queue.counts()).dead).toBe(1));
    const query = `/api/queues?activeQueue=${processConversation.name}&status=failed&page=1&jobsPerPage=10`;
    const [shown] = ((await (await ask(query, 'admin')).json()) as Board).queues;
    expect(shown).toMatchObject({
      name: processConversation.name,
      readOnlyMode: true,
      counts: { failed: 1 },
    });
    expect(shown!.jobs[0]).toMatchObject({ failedReason: 'AUDIO_BROKEN', data: ids });
    await queue.forget({ ownerId: 'ada' });
  });
});
