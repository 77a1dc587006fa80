import fc from 'fast-check';
import { expect } from 'vitest';
import type { Lock, Locks } from '../../ports/locks.js';

const RUNS = 100;
const STEP_MS = 10_000;

/** Time moves in whole steps and leases last for whole steps less a half, so that a slow run is never taken for a lease that ended. */
const ttlMs = fc.integer({ min: 1, max: 4 }).map((steps) => steps * STEP_MS - STEP_MS / 2);
/** Which of the locks acquired so far, counted from the newest and round again. */
const nth = fc.nat({ max: 4 });

type Operation =
  | { readonly kind: 'acquire'; readonly name: string; readonly ttlMs: number }
  | { readonly kind: 'renew'; readonly nth: number; readonly ttlMs: number }
  | { readonly kind: 'release'; readonly nth: number }
  | { readonly kind: 'pass'; readonly durationMs: number };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('acquire' as const), name: fc.constantFrom('a', 'b'), ttlMs }),
  fc.record({ kind: fc.constant('renew' as const), nth, ttlMs }),
  fc.record({ kind: fc.constant('release' as const), nth }),
  fc.record({
    kind: fc.constant('pass' as const),
    durationMs: fc.integer({ min: 1, max: 2 }).map((n) => n * STEP_MS),
  }),
);

interface Held {
  readonly name: string;
  readonly lock: Lock;
}

/** Who holds what until when; everything else about locks follows from it. */
class LocksModel {
  private readonly leases = new Map<string, { holder: Lock; expiresAtMs: number }>();
  private nowMs = 0;

  pass(durationMs: number): void {
    this.nowMs += durationMs;
  }

  holderOf(name: string): Lock | undefined {
    const lease = this.leases.get(name);
    return lease && lease.expiresAtMs > this.nowMs ? lease.holder : undefined;
  }

  hold(name: string, holder: Lock, ttlMs: number): void {
    this.leases.set(name, { holder, expiresAtMs: this.nowMs + ttlMs });
  }

  release(name: string): void {
    this.leases.delete(name);
  }
}

/** Random sequences of operations on names never used before; rejects with the shortest that tells locks and model apart. */
export async function followsLocksModel(
  locks: Locks,
  pass: (durationMs: number) => Promise<void>,
): Promise<void> {
  let run = 0;
  let lastToken = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 1, maxLength: 25, size: 'max' }),
      async (operations) => {
        const model = new LocksModel();
        const acquired: Held[] = [];
        const prefix = `run ${run++}:`;
        for (const operation of operations) {
          if (operation.kind === 'pass') {
            model.pass(operation.durationMs);
            await pass(operation.durationMs);
          } else if (operation.kind === 'acquire') {
            const name = prefix + operation.name;
            const lock = await locks.tryAcquire(name, operation.ttlMs);
            expect(lock === null).toBe(model.holderOf(name) !== undefined);
            if (!lock) continue;
            expect(lock.fencingToken).toBeGreaterThan(lastToken);
            lastToken = lock.fencingToken;
            model.hold(name, lock, operation.ttlMs);
            acquired.unshift({ name, lock });
          } else {
            const held = acquired[operation.nth % acquired.length];
            if (held) await usedAsInModel(operation, held, model);
          }
        }
      },
    ),
    { numRuns: RUNS },
  );
}

async function usedAsInModel(
  operation: Extract<Operation, { nth: number }>,
  { name, lock }: Held,
  model: LocksModel,
): Promise<void> {
  const isHolder = model.holderOf(name) === lock;
  if (operation.kind === 'release') {
    await lock.release();
    if (isHolder) model.release(name);
    return;
  }
  expect(await lock.renew(operation.ttlMs)).toBe(isHolder);
  if (isHolder) model.hold(name, lock, operation.ttlMs);
}
