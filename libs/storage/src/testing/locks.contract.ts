import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { Locks } from '../ports/locks.js';

export interface LocksSubject {
  readonly locks: Locks;
  /** Lets this much time pass for the leases, by a clock held by hand or by waiting. */
  readonly pass: (durationMs: number) => Promise<void>;
}

const TTL_MS = 1_000;

/** Every promise of Locks. */
export function locksContract(options: ContractOptions<LocksSubject>): Contract {
  return contractOf('Locks', options, {
    'lets exactly one of many have a name': async ({ locks }) => {
      const tries = await Promise.all(Array.from({ length: 10 }, () => locks.tryAcquire('name', TTL_MS)));
      expect(tries.filter((lock) => lock !== null)).toHaveLength(1);
      expect(await locks.tryAcquire('other', TTL_MS)).not.toBeNull();
    },

    'can be had again after its release': async ({ locks }) => {
      await (await locks.tryAcquire('name', TTL_MS))!.release();
      expect(await locks.tryAcquire('name', TTL_MS)).not.toBeNull();
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

    'gives a greater fencing token with every acquisition': async ({ locks, pass }) => {
      const tokens: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const lock = (await locks.tryAcquire('name', TTL_MS))!;
        tokens.push(lock.fencingToken);
        await lock.release();
      }
      await locks.tryAcquire('name', TTL_MS);
      await pass(TTL_MS * 1.5);
      tokens.push((await locks.tryAcquire('name', TTL_MS))!.fencingToken);
      expect(tokens.every((token, index) => index === 0 || token > tokens[index - 1]!)).toBe(true);
    },
  });
}
