import fc from 'fast-check';
import { expect } from 'vitest';
import type { VectorStore } from '../../ports/vector-store.js';
import {
  entryId,
  inRandomSequences,
  OwnedEntries,
  ownedOperations,
  ownerId,
  type OwnedOperation,
} from './owned-entries.js';

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
const direction = fc.nat({ max: DIRECTIONS.length - 1 });
const at = fc.nat({ max: 5 });

interface Entry {
  readonly direction: number;
  readonly at: number;
}

interface Upsert {
  readonly kind: 'upsert';
  readonly records: readonly (Entry & { id: string; ownerId: string })[];
}

interface Query {
  readonly kind: 'query';
  readonly ownerId: string;
  readonly from?: number;
}

const operation: fc.Arbitrary<OwnedOperation | Upsert | Query> = fc.oneof(
  ...ownedOperations,
  fc.record({
    kind: fc.constant('upsert' as const),
    records: fc.array(fc.record({ id: entryId, ownerId, direction, at }), { minLength: 1, maxLength: 6 }),
  }),
  fc.record(
    { kind: fc.constant('query' as const), ownerId, from: at },
    { requiredKeys: ['kind', 'ownerId'] },
  ),
);

/** What a vector store is to its users: entries of owners, looked through one by one. */
class VectorModel extends OwnedEntries<Entry> {
  nearest(ownerId: string, from = 0): string[] {
    return [...this.of(ownerId)]
      .filter(([, entry]) => entry.at >= from)
      .sort(
        ([a, left], [b, right]) => COSINES[right.direction]! - COSINES[left.direction]! || (a < b ? -1 : 1),
      )
      .map(([id]) => id);
  }
}

/** Rejects with the shortest sequence of calls that tells the store from the model. */
export async function followsVectorModel(store: VectorStore, settle: () => Promise<void>): Promise<void> {
  await inRandomSequences(operation, settle, (namespace) => {
    const model = new VectorModel();
    return (operation) => {
      if (operation.kind === 'upsert') return upsert(operation, { model, store, namespace });
      if (operation.kind === 'query') return query(operation, { model, store, namespace });
      return model.applyWith(store, namespace, operation);
    };
  });
}

interface Pair {
  readonly model: VectorModel;
  readonly store: VectorStore;
  readonly namespace: string;
}

async function upsert({ records }: Upsert, { model, store, namespace }: Pair): Promise<void> {
  for (const { id, ownerId, ...entry } of records) model.of(ownerId).set(id, entry);
  const vectors = records.map(({ id, ownerId, direction, at }) => ({
    id,
    ownerId,
    values: Float32Array.from(DIRECTIONS[direction]!),
    metadata: { at },
  }));
  await store.upsert(namespace, MODEL, vectors);
}

async function query({ ownerId, from }: Query, { model, store, namespace }: Pair): Promise<void> {
  const filter = from === undefined ? [] : [{ field: 'at', op: '>=' as const, value: from }];
  const values = Float32Array.from(DIRECTIONS[0]);
  const found = await store.query({ namespace, ownerId, values, limit: 100, filter });
  expect(found.map((match) => match.id)).toEqual(model.nearest(ownerId, from));
}
