import { describe, expect, inject, it } from 'vitest';
import { Metrics } from '#libs/observability';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import type { Cache } from '../../ports/cache.js';
import type { Locks } from '../../ports/locks.js';
import { cacheContract } from '../../testing/cache.contract.js';
import { locksContract } from '../../testing/locks.contract.js';
import { TemporaryRedis } from '../../testing/temporary-redis.js';
import { RedisCache } from './redis-cache.js';
import type { RedisConnection } from './redis-connection.js';
import { RedisLocks } from './redis-locks.js';

const url = inject('redisUrl');

type Wrong<Port> = (port: Port, connection: RedisConnection) => Partial<Port>;

function aCache(change: Wrong<Cache> = () => ({})) {
  return async () => {
    const redis = await TemporaryRedis.open(url!, 'cache');
    const connection = await redis.connect();
    const cache = new RedisCache(connection, new Metrics());
    return {
      subject: {
        cache: breaking<Cache>(cache, change(cache, connection)),
        pass: redis.pass,
        another: async () => new RedisCache(await redis.connect(), new Metrics()),
        shared: true,
        outage: redis.outageOf(connection),
      },
      dispose: () => redis.dispose(),
    };
  };
}

function someLocks(change: Wrong<Locks> = () => ({})) {
  return async () => {
    const redis = await TemporaryRedis.open(url!, 'locks');
    const connection = await redis.connect();
    const locks = new RedisLocks(connection);
    return {
      subject: {
        locks: breaking<Locks>(locks, change(locks, connection)),
        pass: redis.pass,
        reopen: async () => new RedisLocks(await redis.connect()),
        shared: true,
        outage: redis.outageOf(connection),
      },
      dispose: () => redis.dispose(),
    };
  };
}

describe.skipIf(!url)('Redis', () => {
  runContract(cacheContract({ name: 'Redis', create: aCache() }));
  runContract(locksContract({ name: 'Redis', create: someLocks() }));

  it('is refused as a cache when an outage reaches the caller', async () => {
    const brittle = aCache((_, { client }) => ({
      increment: (key, by) => client.incrby(key, by),
    }));
    expect(await failuresOf(cacheContract({ name: 'broken', create: brittle }))).toEqual([
      'counts the time to live of a counter from its first use',
      'begins a counter anew where the key was set or deleted',
      'never fails its caller: a cache that is away answers as if it were empty',
      'does what its model does, whatever the order of operations',
    ]);
  });

  it('is refused as locks when an outage grants them', async () => {
    const trusting = someLocks((locks) => ({
      tryAcquire: (name, ttlMs) =>
        locks.tryAcquire(name, ttlMs).catch(() => ({
          fencingToken: 0,
          renew: () => Promise.resolve(true),
          release: () => Promise.resolve(),
        })),
    }));
    expect(await failuresOf(locksContract({ name: 'broken', create: trusting }))).toEqual([
      'is never granted while the store is away, and never fails to be given back',
    ]);
  });

  it('is refused as locks when the last token goes with the lease', async () => {
    const forgetful = someLocks((_, { client }) => ({
      tryAcquire: async (name, ttlMs) => {
        const set = await client.set(name, 'held', 'PX', ttlMs, 'NX');
        const forget = async () => void (await client.del(name, `${name}:token`));
        return (
          set && {
            fencingToken: await client.incr(`${name}:token`),
            renew: async () => false,
            release: forget,
          }
        );
      },
    }));
    expect(await failuresOf(locksContract({ name: 'broken', create: forgetful }))).toContain(
      'gives a greater fencing token with every acquisition, over release, expiry and restart',
    );
  });
});
