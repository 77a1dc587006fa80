import { Controller, Get, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IdentityProvider, type AuthenticatedUser } from '#libs/accounts';
import { AppConfig, loadConfig } from '#libs/config';
import { AppError, Clock } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { Log, Metrics, SilentLog } from '#libs/observability';
import { Cache } from '#libs/storage';
import { MemoryCache } from '#libs/storage/testing';
import { AuthGuard } from '../auth/auth.guard.js';
import { AppErrorFilter } from '../http/app-error.filter.js';
import { RateLimit } from './rate-limit.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimiter } from './rate-limiter.js';

/** Tokens are names, as long as they are known. */
class NamedUsers extends IdentityProvider {
  override verify(credential: string): Promise<AuthenticatedUser> {
    if (['ada', 'eve'].includes(credential)) return Promise.resolve({ uid: credential, isAdmin: false });
    return Promise.reject(new AppError('unauthenticated', 'TOKEN_INVALID', 'Sign in.'));
  }
}

@Controller()
class Routes {
  @RateLimit('knowledge_graph:rebuild')
  @Get('costly')
  costly(): string {
    return 'done';
  }

  @Get('cheap')
  cheap(): string {
    return 'done';
  }
}

describe('a route with a limit', () => {
  let app: INestApplication;
  let clock: ManualClock;
  beforeEach(async () => {
    clock = new ManualClock(Date.UTC(2026, 0, 5, 10, 20));
    const module = await Test.createTestingModule({
      controllers: [Routes],
      providers: [
        RateLimiter,
        { provide: AppConfig, useValue: loadConfig({ RATE_LIMIT_BOOST: '1' }) },
        { provide: Clock, useValue: clock },
        { provide: Cache, useValue: new MemoryCache(clock) },
        { provide: Metrics, useValue: new Metrics() },
        { provide: Log, useValue: new SilentLog() },
        { provide: IdentityProvider, useClass: NamedUsers },
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_FILTER, useClass: AppErrorFilter },
      ],
    }).compile();
    app = module.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
  });
  afterEach(() => app.close());

  const call = async (path: string, token = 'ada', headers = {}) =>
    fetch((await app.getUrl()) + path, { headers: { ...headers, Authorization: `Bearer ${token}` } });
  const limitsIn = ({ headers }: Response) =>
    ['Limit', 'Remaining', 'Reset'].map((name) => headers.get(`X-RateLimit-${name}`));

  it('says how much is left, and when that is more again', async () => {
    const elevenOClock = String(Date.UTC(2026, 0, 5, 11) / 1_000);
    expect(limitsIn(await call('/costly'))).toEqual(['2', '1', elevenOClock]);
    expect(limitsIn(await call('/costly'))).toEqual(['2', '0', elevenOClock]);
    expect(limitsIn(await call('/cheap'))).toEqual([null, null, null]);
  });

  it('refuses what is too much, says for how long, and counts it', async () => {
    for (let time = 0; time < 2; time += 1) expect((await call('/costly')).status).toBe(200);
    const refused = await call('/costly');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('Retry-After')).toBe('2400');
    expect(refused.headers.get('X-RateLimit-Remaining')).toBe('0');
    expect(await refused.json()).toEqual({
      detail: 'That was too often. Try again in 2400 seconds.',
      code: 'RATE_LIMITED',
      details: { limit: 'knowledge_graph:rebuild', requests: 2 },
    });
    expect(await app.get(Metrics).render()).toContain(
      'mneme_http_rate_limited_total{limit="knowledge_graph:rebuild"} 1',
    );
    await clock.advance(2_400_000);
    expect((await call('/costly')).status).toBe(200);
  });

  it('goes by the credential alone, whatever else a request says of itself', async () => {
    for (let time = 0; time < 3; time += 1)
      await call('/costly', 'ada', { 'X-Forwarded-For': `10.0.0.${time}` });
    expect((await call('/costly?uid=eve', 'ada')).status).toBe(429);
    expect((await call('/costly', 'eve')).status).toBe(200);
    expect((await call('/costly', 'nobody')).status).toBe(401);
  });
});
