import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#libs/kernel';
import { HealthCheck, HealthChecks, Metrics } from '#libs/observability';
import { HealthServer } from './health-server.js';

class Redis extends HealthCheck {
  override readonly name = 'jobs';
  away = false;
  override check(): Promise<void> {
    if (!this.away) return Promise.resolve();
    return Promise.reject(new AppError('unavailable', 'JOB_STORE_UNAVAILABLE', 'Check that Redis runs.'));
  }
}

describe('HealthServer', () => {
  let redis: Redis;
  let server: HealthServer;
  beforeEach(async () => {
    redis = new Redis();
    const checks = new HealthChecks();
    checks.register(redis);
    server = await HealthServer.listen({ host: '127.0.0.1', port: 0, checks, metrics: new Metrics() });
  });
  afterEach(() => server.close());
  const ask = async (path: string) => {
    const response = await fetch(server.url + path);
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it('is ready while everything that jobs need is there', async () => {
    expect(await ask('/readyz')).toEqual({ status: 200, body: { status: 'ok', checks: { jobs: 'ok' } } });
  });

  it('names what is away and stays alive meanwhile', async () => {
    redis.away = true;
    expect(await ask('/readyz')).toEqual({
      status: 503,
      body: { status: 'unavailable', checks: { jobs: 'JOB_STORE_UNAVAILABLE' } },
    });
    expect((await ask('/livez')).status).toBe(200);
  });

  it('shows its metrics and nothing else', async () => {
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('mneme_jobs_dead');
    expect((await ask('/v1/conversations')).status).toBe(404);
  });
});
