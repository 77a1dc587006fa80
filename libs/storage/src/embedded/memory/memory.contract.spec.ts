import { describe, expect, it } from 'vitest';
import { ManualClock, breaking, failuresOf, runContract } from '#libs/kernel/testing';
import type { Cache } from '../../ports/cache.js';
import type { Locks } from '../../ports/locks.js';
import { cacheContract } from '../../testing/cache.contract.js';
import { locksContract } from '../../testing/locks.contract.js';
import { MemoryCache } from './memory-cache.js';
import { MemoryLocks } from './memory-locks.js';

function aCache(change: (cache: Cache) => Partial<Cache> = () => ({})) {
  const clock = new ManualClock();
  const cache = new MemoryCache(clock);
  return {
    subject: {
      cache: breaking<Cache>(cache, change(cache)),
      pass: (durationMs: number) => clock.advance(durationMs),
      another: async () => new MemoryCache(clock),
      shared: false,
      outage: null,
    },
    dispose: () => undefined,
  };
}

function someLocks(change: (locks: Locks) => Partial<Locks> = () => ({})) {
  const clock = new ManualClock();
  const locks = new MemoryLocks(clock);
  return {
    subject: {
      locks: breaking<Locks>(locks, change(locks)),
      pass: (durationMs: number) => clock.advance(durationMs),
      reopen: async () => new MemoryLocks(clock),
      shared: false,
      outage: null,
    },
    dispose: () => undefined,
  };
}

runContract(cacheContract({ name: 'memory', create: () => aCache() }));
runContract(locksContract({ name: 'memory', create: () => someLocks() }));

const MODEL = 'does what its model does, whatever the order of operations';

describe('the contracts of cache and locks', () => {
  it('refuse a cache whose counters read first and write later', async () => {
    const racing = cacheContract({
      name: 'broken',
      create: () =>
        aCache((cache) => ({
          increment: async (key, by, ttlMs) => {
            const value = ((await cache.get<number>(key)) ?? 0) + by;
            await cache.set(key, value, ttlMs);
            return value;
          },
        })),
    });
    expect(await failuresOf(racing)).toEqual([
      'counts, losing none of a hundred increments at once',
      'counts the time to live of a counter from its first use',
      'begins a counter anew where the key was set or deleted',
      MODEL,
    ]);
  });

  it('refuse locks whose overtaken holder can release them', async () => {
    const loose = locksContract({
      name: 'broken',
      create: () => {
        let held: Awaited<ReturnType<Locks['tryAcquire']>> = null;
        return someLocks((locks) => ({
          tryAcquire: async (name, ttlMs) => {
            const lock = await locks.tryAcquire(name, ttlMs);
            held = lock ?? held;
            return lock && { ...lock, release: async () => held?.release() };
          },
        }));
      },
    });
    expect(await failuresOf(loose)).toEqual([
      'takes any text as a name, and mixes none up',
      'can be had again after its release',
      'is not touched by a holder that was overtaken',
      MODEL,
    ]);
  });

  it('refuse locks whose fencing token stays the same', async () => {
    const constant = locksContract({
      name: 'broken',
      create: () =>
        someLocks((locks) => ({
          tryAcquire: async (name, ttlMs) => {
            const lock = await locks.tryAcquire(name, ttlMs);
            return lock && { ...lock, fencingToken: 1 };
          },
        })),
    });
    expect(await failuresOf(constant)).toEqual([
      'gives a greater fencing token with every acquisition, over release, expiry and restart',
      MODEL,
    ]);
  });
});
