import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { Lock, Locks } from '../ports/locks.js';
import { followsLocksModel } from './models/locks-model.js';
import { ODD_NAMES } from './odd-names.js';

export interface LocksSubject {
  readonly locks: Locks;
  /** Lets this much time pass for the leases, by a clock held by hand or by taking it off every lease. */
  readonly pass: (durationMs: number) => Promise<void>;
  /** The locks as the next process would open them, after this one died. */
  readonly reopen: () => Promise<Locks>;
  /** Whether leases are shared with other processes, and so outlive this one; or end with it, because there is no other. */
  readonly shared: boolean;
  /** Takes the store away and brings it back; null when it is a part of this process. */
  readonly outage: { begin(): Promise<void>; end(): Promise<void> } | null;
}

const TTL_MS = 60_000;
const UNAVAILABLE = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };

/** Every promise of Locks. */
export function locksContract(options: ContractOptions<LocksSubject>): Contract {
  return contractOf('Locks', options, {
    'lets exactly one of a hundred have a name': async ({ locks }) => {
      for (let round = 0; round < 3; round += 1) {
        const tries = await Promise.all(Array.from({ length: 100 }, () => locks.tryAcquire('name', TTL_MS)));
        const held = tries.filter((lock) => lock !== null);
        expect(held).toHaveLength(1);
        await held[0]!.release();
      }
    },

    'takes any text as a name, and mixes none up': async ({ locks }) => {
      const held: (Lock | null)[] = [];
      for (const name of ODD_NAMES) held.push(await locks.tryAcquire(name, TTL_MS));
      expect(held).not.toContain(null);
      for (const name of ODD_NAMES) expect(await locks.tryAcquire(name, TTL_MS), name).toBeNull();
      await held[0]!.release();
      expect(await locks.tryAcquire(ODD_NAMES[0]!, TTL_MS)).not.toBeNull();
      expect(await locks.tryAcquire(ODD_NAMES[1]!, TTL_MS)).toBeNull();
    },

    'can be had again after its release': async ({ locks }) => {
      const lock = (await locks.tryAcquire('name', TTL_MS))!;
      await lock.release();
      const next = (await locks.tryAcquire('name', TTL_MS))!;
      await lock.release();
      expect(await locks.tryAcquire('name', TTL_MS)).toBeNull();
      expect(await next.renew(TTL_MS)).toBe(true);
    },

    'ends by itself when it is not renewed': async ({ locks, pass }) => {
      const lock = (await locks.tryAcquire('name', TTL_MS))!;
      await pass(TTL_MS / 2);
      expect(await locks.tryAcquire('name', TTL_MS)).toBeNull();
      expect(await lock.renew(TTL_MS)).toBe(true);
      await pass(TTL_MS * 0.75);
      expect(await locks.tryAcquire('name', TTL_MS)).toBeNull();
      await pass(TTL_MS / 2);
      expect(await locks.tryAcquire('name', TTL_MS)).not.toBeNull();
    },

    'tells its holder that it was lost, also while nobody else has it': async ({ locks, pass }) => {
      const lock = (await locks.tryAcquire('name', TTL_MS))!;
      await pass(TTL_MS * 1.5);
      expect(await lock.renew(TTL_MS)).toBe(false);
      expect(await locks.tryAcquire('name', TTL_MS)).not.toBeNull();
    },

    'is not touched by a holder that was overtaken': async ({ locks, pass }) => {
      const overtaken = (await locks.tryAcquire('name', TTL_MS))!;
      await pass(TTL_MS * 1.5);
      const holder = (await locks.tryAcquire('name', TTL_MS))!;
      expect(await overtaken.renew(TTL_MS)).toBe(false);
      await overtaken.release();
      expect(await locks.tryAcquire('name', TTL_MS)).toBeNull();
      expect(await holder.renew(TTL_MS)).toBe(true);
    },

    'gives a greater fencing token with every acquisition, over release, expiry and restart': async ({
      locks,
      pass,
      reopen,
    }) => {
      const tokens: number[] = [];
      const acquire = async (from: Locks) => {
        const lock = (await from.tryAcquire('name', TTL_MS))!;
        tokens.push(lock.fencingToken);
        return lock;
      };
      for (let round = 0; round < 3; round += 1) await (await acquire(locks)).release();
      await acquire(locks);
      await pass(TTL_MS * 1.5);
      await acquire(locks);
      await pass(TTL_MS * 1.5);
      const reopened = await reopen();
      await (await acquire(reopened)).release();
      await acquire(reopened);
      expect(tokens).toEqual([...new Set(tokens)].toSorted((a, b) => a - b));
      expect(tokens.every(Number.isSafeInteger)).toBe(true);
    },

    'outlives its process where others share it, and ends with it where there are none': async (subject) => {
      const { locks, pass, reopen, shared } = subject;
      await locks.tryAcquire('name', TTL_MS);
      const reopened = await reopen();
      const early = await reopened.tryAcquire('name', TTL_MS);
      expect(early === null).toBe(shared);
      await pass(TTL_MS * 1.5);
      expect(await reopened.tryAcquire('name', TTL_MS)).not.toBeNull();
    },

    'is never granted while the store is away, and never fails to be given back': async (subject) => {
      const { locks, outage, shared } = subject;
      if (!outage) return expect(shared, 'what others share can be away').toBe(false);
      const held = (await locks.tryAcquire('held', TTL_MS))!;
      const kept = (await locks.tryAcquire('kept', TTL_MS))!;
      await outage.begin();
      await expect(locks.tryAcquire('name', TTL_MS)).rejects.toMatchObject(UNAVAILABLE);
      await expect(locks.tryAcquire('held', TTL_MS)).rejects.toMatchObject(UNAVAILABLE);
      await expect(kept.renew(TTL_MS)).rejects.toMatchObject(UNAVAILABLE);
      await held.release();
      await outage.end();
      expect(await kept.renew(TTL_MS)).toBe(true);
      expect(await locks.tryAcquire('name', TTL_MS)).not.toBeNull();
    },

    'does what its model does, whatever the order of operations': ({ locks, pass }) =>
      followsLocksModel(locks, pass),
  });
}
