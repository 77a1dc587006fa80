import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { Log, Metrics, type LogFields } from '#libs/observability';
import { RedisServer } from '../../../../../test/support/services/redis-server.js';
import { RedisCache } from './redis-cache.js';
import { RedisConnection, type RedisConnectionOptions } from './redis-connection.js';
import { RedisLocks } from './redis-locks.js';

class Lines extends Log {
  readonly lines: [level: string, message: string, fields: LogFields | undefined][] = [];
  override debug(): void {}
  override info(message: string, fields?: LogFields): void {
    this.lines.push(['info', message, fields]);
  }
  override warn(message: string, fields?: LogFields): void {
    this.lines.push(['warn', message, fields]);
  }
  override error(message: string, fields?: LogFields): void {
    this.lines.push(['error', message, fields]);
  }
}

const TTL_MS = 60_000;
const AVAILABLE = 'mneme_redis_available{purpose="cache"}';
const UNAVAILABLE = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };

describe.skipIf(!inject('redisUrl'))('a Redis that goes away', () => {
  let server: RedisServer;
  let log: Lines;
  let metrics: Metrics;
  const connections: RedisConnection[] = [];

  beforeEach(async () => {
    server = await RedisServer.start({ durable: true });
    log = new Lines();
    metrics = new Metrics();
  });
  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.close();
    await server.dispose();
  });

  async function connect(options: Partial<RedisConnectionOptions> = {}): Promise<RedisConnection> {
    const connection = await RedisConnection.open({
      ...{ url: server.url, purpose: 'cache', log, metrics },
      ...options,
    });
    connections.push(connection);
    return connection;
  }

  async function aCache(): Promise<RedisCache> {
    return new RedisCache(await connect(), metrics);
  }

  it('degrades every use while work goes on, and comes back by itself', async () => {
    const cache = await aCache();
    await cache.set('key', 'before', TTL_MS);
    await cache.increment('counter', 5, TTL_MS);

    await server.stop();
    for (let round = 0; round < 50; round += 1) {
      expect(await cache.get('key')).toBeUndefined();
      await cache.set('key', 'meanwhile', TTL_MS);
      await cache.delete('key');
      expect(await cache.increment('counter', 1, TTL_MS)).toBe(1);
    }

    await server.restart();
    await vi.waitFor(async () => expect(await cache.get('key')).toBe('before'), 10_000);
    expect(await cache.increment('counter', 1, TTL_MS)).toBe(6);
  });

  it('is told in one line when it goes and one when it is back, and in figures', async () => {
    const cache = await aCache();
    for (let outage = 1; outage <= 2; outage += 1) {
      await server.stop('SIGKILL');
      for (let round = 0; round < 20; round += 1) await cache.get('key');
      await vi.waitFor(async () => expect(await metrics.render()).toContain(`${AVAILABLE} 0`));
      await server.restart();
      await vi.waitFor(() => expect(log.lines).toHaveLength(2 * outage), 10_000);
    }
    expect(log.lines.map(([level, message]) => `${level}: ${message}`)).toEqual([
      ...['warn: redis is away', 'info: redis is back', 'warn: redis is away', 'info: redis is back'],
    ]);
    expect(log.lines[0]![2]).toMatchObject({ 'service.name': 'redis cache' });
    const figures = await metrics.render();
    expect(figures).toContain(`${AVAILABLE} 1`);
    expect(figures).toContain('mneme_cache_skipped_total{operation="get"} 40');
  });

  it('holds nobody up for long when it answers nothing, and is not asked again until it does', async () => {
    const cache = await aCache();
    await cache.set('key', 'before', TTL_MS);
    server.pause();
    const firstMs = performance.now();
    await Promise.all([cache.get('key'), cache.set('key', 1, TTL_MS), cache.increment('counter', 1, TTL_MS)]);
    const laterMs = performance.now();
    for (let round = 0; round < 200; round += 1) await cache.get('key');
    const endMs = performance.now();
    expect(laterMs - firstMs).toBeLessThan(1_000);
    expect(endMs - laterMs, '200 uses together').toBeLessThan(1_000);
    server.resume();
    await vi.waitFor(async () => expect(await cache.get('key')).toBeDefined(), 10_000);
  });

  it('sends nothing twice: an increment whose answer is lost counts at most once', async () => {
    const cache = await aCache();
    await cache.increment('counter', 1, TTL_MS);
    server.pause();
    const lost = Promise.all(Array.from({ length: 10 }, () => cache.increment('counter', 1, TTL_MS)));
    await lost;
    server.resume();
    const reader = await connect({ answerLimitMs: 5_000 });
    expect(Number(await reader.client.get('counter'))).toBeLessThanOrEqual(11);
    await vi.waitFor(async () => expect(await cache.get('counter')).toBeDefined(), 10_000);
    expect(await cache.get<number>('counter')).toBeLessThanOrEqual(11);
  });

  it('grants no lock, and keeps the leases that a durable Redis had', async () => {
    const locks = new RedisLocks(await connect({ purpose: 'locks' }));
    const kept = (await locks.tryAcquire('kept', TTL_MS))!;
    await server.stop();
    await expect(locks.tryAcquire('other', TTL_MS)).rejects.toMatchObject(UNAVAILABLE);
    await expect(kept.renew(TTL_MS)).rejects.toMatchObject(UNAVAILABLE);
    await kept.release();
    await server.restart();
    await vi.waitFor(async () => expect(await locks.tryAcquire('kept', TTL_MS)).toBeNull(), 10_000);
    expect(await kept.renew(TTL_MS)).toBe(true);
  });

  it('gives greater fencing tokens even after it forgot everything', async () => {
    const locks = new RedisLocks(await connect({ purpose: 'locks' }));
    const before = (await locks.tryAcquire('name', TTL_MS))!;
    await connections[0]!.client.flushall();
    const after = (await locks.tryAcquire('name', TTL_MS))!;
    expect(after.fencingToken).toBeGreaterThan(before.fencingToken);
    expect(await before.renew(TTL_MS)).toBe(false);
  });

  it('is not said to be away when it is only no longer needed', async () => {
    const connection = await connect();
    await connection.client.ping();
    await connection.close();
    await vi.waitFor(() => expect(connection.client.status).toBe('end'));
    expect(log.lines).toEqual([]);
  });

  it('may be away when a process starts', async () => {
    await server.stop();
    const connection = await connect();
    const cache = new RedisCache(connection, metrics);
    expect(await cache.get('key')).toBeUndefined();
    await expect(connection.check()).rejects.toMatchObject(UNAVAILABLE);
    expect(log.lines).toEqual([
      ['warn', 'redis is away', { 'service.name': 'redis cache', 'error.code': 'ECONNREFUSED' }],
    ]);
    await server.restart();
    await vi.waitFor(() => connection.check(), 10_000);
  });

  it('may be frozen when a process starts', async () => {
    server.pause();
    const connection = await connect();
    await expect(connection.check()).rejects.toMatchObject(UNAVAILABLE);
    server.resume();
    await vi.waitFor(() => connection.check(), 10_000);
    expect(log.lines.map(([, message]) => message)).toEqual(['redis is away', 'redis is back']);
  });

  it('that wants a password says so, and no password is told to anyone', async () => {
    const admin = await connect();
    await admin.client.config('SET', 'requirepass', 'right-secret');
    const url = server.url.replace('://', '://:wrong-secret@');
    const refused = await connect({ url });
    const error: Error = await refused.check().then(
      () => expect.unreachable(),
      (thrown: Error) => thrown,
    );
    expect(error).toMatchObject({ ...UNAVAILABLE, message: expect.stringContaining('password') as string });
    expect(JSON.stringify([log.lines, error])).not.toContain('secret');
    const welcome = await connect({ url: server.url.replace('://', '://:right-secret@') });
    await welcome.check();
  });

  it('reads nothing that another program left there', async () => {
    const connection = await connect();
    const cache = new RedisCache(connection, metrics);
    const foreign = [
      'bare text',
      '"_function_f|function(){ return 1 }"',
      '{"value":"_function_f|function(){}"}',
      '"_date_2026-01-01T00:00:00.000Z"',
      '[1]',
      '"text"',
      '',
    ];
    for (const text of foreign) {
      await connection.client.set('key', text);
      expect(await cache.get('key'), text).toBeUndefined();
    }
    await connection.client.sadd('set', 'member');
    expect(await cache.get('set')).toBeUndefined();
    expect(await cache.increment('set', 1, TTL_MS)).toBe(1);
  });
});
