import fc from 'fast-check';
import { expect } from 'vitest';
import type { VectorStore } from '../../ports/vector-store.js';

const RUNS = 30;
const MODEL = { name: 'model', dimension: 3 };
/** Their cosines to the first are 1, 0, 0, √½ and -1: far enough apart that no rounding reorders them, with one tie. */
const DIRECTIONS = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 0],
  [-1, 0, 0],
] as const;
const COSINES = [1, 0, 0, Math.SQRT1_2, -1];

const ownerId = fc.constantFrom('ada', 'ada-c', 'eve');
const id = fc.constantFrom('c1:0', 'c1:1', 'c10:0', 'c1', 'C1:0');
const prefix = fc.constantFrom('', 'c1:', 'c1', 'c10', 'x');
const direction = fc.nat({ max: DIRECTIONS.length - 1 });

type Operation =
  | { readonly kind: 'upsert'; readonly records: readonly (Entry & { id: string; ownerId: string })[] }
  | { readonly kind: 'delete'; readonly ownerId: string; readonly ids: readonly string[] }
  | { readonly kind: 'deleteByPrefix' | 'count'; readonly ownerId: string; readonly prefix: string }
  | { readonly kind: 'query'; readonly ownerId: string; readonly from?: number };

interface Entry {
  readonly direction: number;
  readonly at: number;
}

const at = fc.nat({ max: 5 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant('upsert' as const),
    records: fc.array(fc.record({ id, ownerId, direction, at }), { minLength: 1, maxLength: 6 }),
  }),
  fc.record({ kind: fc.constant('delete' as const), ownerId, ids: fc.array(id, { maxLength: 3 }) }),
  fc.record({ kind: fc.constantFrom('deleteByPrefix' as const, 'count' as const), ownerId, prefix }),
  fc.record(
    { kind: fc.constant('query' as const), ownerId, from: at },
    { requiredKeys: ['kind', 'ownerId'] },
  ),
);

/** What a vector store is to its users: entries of owners, looked through one by one. */
class VectorModel {
  private readonly owners = new Map<string, Map<string, Entry>>();

  of(ownerId: string): Map<string, Entry> {
    const known = this.owners.get(ownerId) ?? new Map<string, Entry>();
    this.owners.set(ownerId, known);
    return known;
  }

  matching(ownerId: string, prefix: string): string[] {
    return [...this.of(ownerId).keys()].filter((id) => id.startsWith(prefix));
  }

  nearest(ownerId: string, from = 0): string[] {
    return [...this.of(ownerId)]
      .filter(([, entry]) => entry.at >= from)
      .sort(
        ([a, left], [b, right]) => COSINES[right.direction]! - COSINES[left.direction]! || (a < b ? -1 : 1),
      )
      .map(([id]) => id);
  }
}

/** Random sequences of calls, each in a namespace never used before; rejects with the shortest that tells the store from the model. */
export async function followsVectorModel(store: VectorStore, settle: () => Promise<void>): Promise<void> {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 1, maxLength: 30, size: 'max' }),
      async (operations) => {
        const model = new VectorModel();
        const namespace = `run${run++}`;
        for (const operation of operations) {
          await applied(operation, { model, store, namespace });
          await settle();
        }
      },
    ),
    { numRuns: RUNS },
  );
}

interface Pair {
  readonly model: VectorModel;
  readonly store: VectorStore;
  readonly namespace: string;
}

async function applied(operation: Operation, { model, store, namespace }: Pair): Promise<void> {
  switch (operation.kind) {
    case 'upsert': {
      const { records } = operation;
      for (const { id, ownerId, ...entry } of records) model.of(ownerId).set(id, entry);
      return store.upsert(
        namespace,
        MODEL,
        records.map(({ id, ownerId, direction, at }) => ({
          id,
          ownerId,
          values: Float32Array.from(DIRECTIONS[direction]!),
          metadata: { at },
        })),
      );
    }
    case 'delete':
      for (const id of operation.ids) model.of(operation.ownerId).delete(id);
      return store.delete(namespace, operation.ownerId, operation.ids);
    case 'deleteByPrefix': {
      const { ownerId, prefix } = operation;
      const ids = model.matching(ownerId, prefix);
      for (const id of ids) model.of(ownerId).delete(id);
      return expect(await store.deleteByPrefix(namespace, ownerId, prefix)).toBe(ids.length);
    }
    case 'count': {
      const { ownerId, prefix } = operation;
      const expected = model.matching(ownerId, prefix).length;
      return expect(await store.countByPrefix(namespace, ownerId, prefix)).toBe(expected);
    }
    case 'query': {
      const { ownerId, from } = operation;
      const filter = from === undefined ? [] : [{ field: 'at', op: '>=' as const, value: from }];
      const values = Float32Array.from(DIRECTIONS[0]);
      const found = await store.query({ namespace, ownerId, values, limit: 100, filter });
      return expect(found.map((match) => match.id)).toEqual(model.nearest(ownerId, from));
    }
  }
}
