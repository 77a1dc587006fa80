import fc from 'fast-check';
import { expect } from 'vitest';
import type { Cache } from '../../ports/cache.js';

const RUNS = 60;
const STEP_MS = 10_000;

/** Time moves in whole steps and values live for whole steps less a half, so that a slow run is never taken for an expired value. */
const ttl = fc.integer({ min: 1, max: 4 }).map((steps) => steps * STEP_MS - STEP_MS / 2);
const key = fc.constantFrom('a', 'b', 'c');

type Operation =
  | { readonly kind: 'set'; readonly key: string; readonly value: fc.JsonValue; readonly ttlMs: number }
  | { readonly kind: 'increment'; readonly key: string; readonly by: number; readonly ttlMs: number }
  | { readonly kind: 'get' | 'delete'; readonly key: string }
  | { readonly kind: 'pass'; readonly durationMs: number };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, value: fc.jsonValue({ maxDepth: 3 }), ttlMs: ttl }),
  fc.record({
    kind: fc.constant('increment' as const),
    key,
    by: fc.integer({ min: -1_000, max: 1_000 }),
    ttlMs: ttl,
  }),
  fc.record({ kind: fc.constantFrom('get' as const, 'delete' as const), key }),
  fc.record({
    kind: fc.constant('pass' as const),
    durationMs: fc.integer({ min: 1, max: 2 }).map((n) => n * STEP_MS),
  }),
);

/** What a cache is to its users: a map with times to live. */
class CacheModel {
  private readonly entries = new Map<string, { json: string; isCounter: boolean; expiresAtMs: number }>();
  private nowMs = 0;

  pass(durationMs: number): void {
    this.nowMs += durationMs;
    for (const [key, { expiresAtMs }] of this.entries) {
      if (expiresAtMs <= this.nowMs) this.entries.delete(key);
    }
  }

  get(key: string): string | undefined {
    return this.entries.get(key)?.json;
  }

  set(key: string, value: unknown, ttlMs: number): void {
    this.entries.set(key, {
      json: JSON.stringify(value),
      isCounter: false,
      expiresAtMs: this.nowMs + ttlMs,
    });
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  increment(key: string, by: number, ttlMs: number): number {
    const entry = this.entries.get(key);
    const counter = entry?.isCounter ? entry : { json: '0', expiresAtMs: this.nowMs + ttlMs };
    const json = String(Number(counter.json) + by);
    this.entries.set(key, { json, isCounter: true, expiresAtMs: counter.expiresAtMs });
    return Number(json);
  }
}

/** Random sequences of operations, each beginning with keys never used before; rejects with the shortest that tells the two apart. */
export async function followsCacheModel(
  cache: Cache,
  pass: (durationMs: number) => Promise<void>,
): Promise<void> {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 25 }), async (operations) => {
      const model = new CacheModel();
      const prefix = `run ${run++}:`;
      for (const operation of operations) await applied(operation, { model, cache, pass, prefix });
    }),
    { numRuns: RUNS },
  );
}

interface Pair {
  readonly model: CacheModel;
  readonly cache: Cache;
  readonly pass: (durationMs: number) => Promise<void>;
  readonly prefix: string;
}

async function applied(operation: Operation, { model, cache, pass, prefix }: Pair): Promise<void> {
  if (operation.kind === 'pass') {
    model.pass(operation.durationMs);
    return pass(operation.durationMs);
  }
  const key = prefix + operation.key;
  switch (operation.kind) {
    case 'get':
      return expect(JSON.stringify(await cache.get(key))).toBe(model.get(key));
    case 'delete':
      model.delete(key);
      return cache.delete(key);
    case 'set':
      model.set(key, operation.value, operation.ttlMs);
      return cache.set(key, operation.value, operation.ttlMs);
    case 'increment': {
      const expected = model.increment(key, operation.by, operation.ttlMs);
      return expect(await cache.increment(key, operation.by, operation.ttlMs)).toBe(expected);
    }
  }
}
