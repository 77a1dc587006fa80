import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { Cache } from '../ports/cache.js';
import { ODD_NAMES } from './odd-names.js';
import { followsCacheModel } from './models/cache-model.js';

export interface CacheSubject {
  readonly cache: Cache;
  /** Lets this much time pass for the cache, by a clock held by hand or by taking it off every key's time to live. */
  readonly pass: (durationMs: number) => Promise<void>;
  /** The cache as another process would open it. */
  readonly another: () => Promise<Cache>;
  /** Whether all processes share one cache, or each has its own. */
  readonly shared: boolean;
  /** Takes the store away and brings it back; null when it is a part of this process. */
  readonly outage: { begin(): Promise<void>; end(): Promise<void> } | null;
}

const TTL_MS = 60_000;

/** What JSON itself does with a value is all that may happen to it. */
const VALUES: readonly unknown[] = [
  { a: [1, 'x', null, true], b: { c: {} } },
  ...[[], {}, '', 'text', 0, -1, 0.1, 1e300, Number.MAX_SAFE_INTEGER, false, true, null],
  'späť 日本語 العربية 👩‍👩‍👧 \u0000 \ud800 \n "quoted" \\',
  ...[
    '_function_f|function(){}',
    '_date_2026-01-01',
    '_undefined_',
    ':base64:aGk=',
    ':',
    '{"value":1}',
    '12',
  ],
  { at: new Date(0), none: undefined, not: Number.NaN, toString: 'x', value: 1, expires: 1 },
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
];

/** Every promise of Cache. */
export function cacheContract(options: ContractOptions<CacheSubject>): Contract {
  return contractOf('Cache', options, {
    'gives back JSON as it was set': async ({ cache }) => {
      for (const value of VALUES) {
        await cache.set('key', value, TTL_MS);
        expect(JSON.stringify(await cache.get('key'))).toBe(JSON.stringify(value));
      }
    },

    'keeps a large value whole': async ({ cache }) => {
      const large = {
        text: 'ä"\\'.repeat(300_000),
        list: Array.from({ length: 20_000 }, (_, index) => index),
      };
      await cache.set('key', large, TTL_MS);
      expect(await cache.get('key')).toEqual(large);
    },

    'takes any text as a key, and mixes none up': async ({ cache }) => {
      for (const [index, key] of ODD_NAMES.entries()) await cache.set(key, index, TTL_MS);
      for (const [index, key] of ODD_NAMES.entries()) expect(await cache.get(key), key).toBe(index);
      await cache.delete(ODD_NAMES[0]!);
      expect(await cache.get(ODD_NAMES[0]!)).toBeUndefined();
      expect(await cache.get(ODD_NAMES[1]!)).toBe(1);
    },

    'answers undefined for what it does not hold': async ({ cache }) => {
      expect(await cache.get('key')).toBeUndefined();
      await cache.set('key', 1, TTL_MS);
      await cache.delete('key');
      await cache.delete('key');
      expect(await cache.get('key')).toBeUndefined();
      await cache.set('key', 1, TTL_MS);
      await cache.set('key', undefined, TTL_MS);
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

    'keeps nothing for no time at all': async ({ cache }) => {
      for (const ttlMs of [0, -1]) {
        await cache.set('key', 'kept', TTL_MS);
        await cache.set('key', 'gone', ttlMs);
        expect(await cache.get('key')).toBeUndefined();
      }
      await cache.set('key', 'kept', TTL_MS + 0.5);
      expect(await cache.get('key')).toBe('kept');
    },

    'hands out copies': async ({ cache }) => {
      const given = { list: [1] };
      await cache.set('key', given, TTL_MS);
      given.list.push(2);
      (await cache.get<typeof given>('key'))!.list.push(3);
      expect(await cache.get('key')).toEqual({ list: [1] });
    },

    'counts, losing none of a hundred increments at once': async ({ cache }) => {
      const values = await Promise.all(
        Array.from({ length: 100 }, () => cache.increment('counter', 2, TTL_MS)),
      );
      expect(values.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => 2 * (n + 1)));
      expect(await cache.increment('counter', -1, TTL_MS)).toBe(199);
      expect(await cache.get('counter')).toBe(199);
    },

    'counts the time to live of a counter from its first use': async ({ cache, pass }) => {
      await cache.increment('counter', 1, TTL_MS);
      await pass(TTL_MS * 0.75);
      expect(await cache.increment('counter', 1, TTL_MS)).toBe(2);
      await pass(TTL_MS / 2);
      expect(await cache.increment('counter', 1, TTL_MS)).toBe(1);
    },

    'begins a counter anew where the key was set or deleted': async ({ cache, pass }) => {
      for (const value of [7, '7', { value: 7 }, null]) {
        await cache.set('key', value, 10 * TTL_MS);
        expect(await cache.increment('key', 3, TTL_MS)).toBe(3);
        await cache.delete('key');
        expect(await cache.increment('key', 4, TTL_MS)).toBe(4);
      }
      await cache.set('key', 'a value again', 10 * TTL_MS);
      expect(await cache.get('key')).toBe('a value again');
      await cache.increment('key', 1, TTL_MS);
      await pass(TTL_MS * 1.5);
      expect(await cache.get('key')).toBeUndefined();
    },

    'is one for all processes, or one for each': async ({ cache, another, shared }) => {
      await cache.set('key', 'value', TTL_MS);
      await cache.increment('counter', 5, TTL_MS);
      const other = await another();
      expect(await other.get('key')).toBe(shared ? 'value' : undefined);
      expect(await other.increment('counter', 1, TTL_MS)).toBe(shared ? 6 : 1);
      await other.delete('key');
      expect(await cache.get('key')).toBe(shared ? undefined : 'value');
    },

    'never fails its caller: a cache that is away answers as if it were empty': async (subject) => {
      const { cache, outage, shared } = subject;
      if (!outage) return expect(shared, 'what others share can be away').toBe(false);
      await cache.set('key', 'before', TTL_MS);
      await outage.begin();
      expect(await cache.get('key')).toBeUndefined();
      await cache.set('key', 'meanwhile', TTL_MS);
      await cache.delete('key');
      expect(await cache.increment('counter', 3, TTL_MS)).toBe(3);
      expect(await cache.increment('counter', 3, TTL_MS)).toBe(3);
      await outage.end();
      await cache.set('key', 'after', TTL_MS);
      expect(await cache.get('key')).toBe('after');
      expect(await cache.increment('counter', 3, TTL_MS)).toBe(3);
    },

    'does what its model does, whatever the order of operations': ({ cache, pass }) =>
      followsCacheModel(cache, pass),
  });
}
