import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { Cache } from '../ports/cache.js';

export interface CacheSubject {
  readonly cache: Cache;
  /** Lets this much time pass for the cache, by a clock held by hand or by waiting. */
  readonly pass: (durationMs: number) => Promise<void>;
}

const TTL_MS = 1_000;

/** Every promise of Cache. */
export function cacheContract(options: ContractOptions<CacheSubject>): Contract {
  return contractOf('Cache', options, {
    'gives back JSON as it was set': async ({ cache }) => {
      for (const value of [
        { a: [1, 'x', null, true] },
        [],
        'text',
        '_function_f|function(){}',
        0,
        false,
        null,
      ]) {
        await cache.set('key', value, TTL_MS);
        expect(await cache.get('key')).toEqual(value);
      }
    },

    'answers undefined for what it does not hold': async ({ cache }) => {
      expect(await cache.get('key')).toBeUndefined();
      await cache.set('key', 1, TTL_MS);
      await cache.delete('key');
      await cache.delete('key');
      expect(await cache.get('key')).toBeUndefined();
    },

    'forgets after the time to live, counted from the last set': async ({ cache, pass }) => {
      await cache.set('key', 1, TTL_MS);
      await cache.set('other', 1, 10 * TTL_MS);
      await pass(TTL_MS / 2);
      await cache.set('key', 2, TTL_MS);
      await pass(TTL_MS * 0.75);
      expect(await cache.get('key')).toBe(2);
      await pass(TTL_MS / 2);
      expect(await cache.get('key')).toBeUndefined();
      expect(await cache.get('other')).toBe(1);
    },

    'hands out copies': async ({ cache }) => {
      const given = { list: [1] };
      await cache.set('key', given, TTL_MS);
      given.list.push(2);
      (await cache.get<typeof given>('key'))!.list.push(3);
      expect(await cache.get('key')).toEqual({ list: [1] });
    },

    'counts, losing none of several increments at once': async ({ cache }) => {
      await Promise.all(Array.from({ length: 20 }, () => cache.increment('counter', 2, TTL_MS)));
      expect(await cache.increment('counter', -1, TTL_MS)).toBe(39);
      expect(await cache.get('counter')).toBe(39);
    },

    'counts the time to live of a counter from its first use': async ({ cache, pass }) => {
      await cache.increment('counter', 1, TTL_MS);
      await pass(TTL_MS * 0.75);
      expect(await cache.increment('counter', 1, TTL_MS)).toBe(2);
      await pass(TTL_MS / 2);
      expect(await cache.increment('counter', 1, TTL_MS)).toBe(1);
    },
  });
}
