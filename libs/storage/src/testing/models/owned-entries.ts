import fc from 'fast-check';
import { expect } from 'vitest';

const RUNS = 30;

export const ownerId = fc.constantFrom('ada', 'ada-c', 'eve');
export const entryId = fc.constantFrom('c1:0', 'c1:1', 'c10:0', 'c1', 'C1:0');
const prefix = fc.constantFrom('', 'c1:', 'c1', 'c10', 'x');

/** What is done to entries whatever they hold. */
export type OwnedOperation =
  | { readonly kind: 'delete'; readonly ownerId: string; readonly ids: readonly string[] }
  | { readonly kind: 'deleteByPrefix' | 'count'; readonly ownerId: string; readonly prefix: string };

export const ownedOperations: readonly fc.Arbitrary<OwnedOperation>[] = [
  fc.record({ kind: fc.constant('delete' as const), ownerId, ids: fc.array(entryId, { maxLength: 3 }) }),
  fc.record({ kind: fc.constantFrom('deleteByPrefix' as const, 'count' as const), ownerId, prefix }),
];

/** What vectors and words to search have in common: entries by owner and id, in a place that has a name. */
export interface OwnedEntryStore {
  delete(place: string, ownerId: string, ids: readonly string[]): Promise<void>;
  deleteByPrefix(place: string, ownerId: string, prefix: string): Promise<number>;
  countByPrefix(place: string, ownerId: string, prefix: string): Promise<number>;
}

/** The model of it, too simple to be wrong. */
export class OwnedEntries<Entry> {
  private readonly owners = new Map<string, Map<string, Entry>>();

  of(ownerId: string): Map<string, Entry> {
    const known = this.owners.get(ownerId) ?? new Map<string, Entry>();
    this.owners.set(ownerId, known);
    return known;
  }

  /** Does the same to the model and to the store; rejects when they answer differently. */
  async applyWith(store: OwnedEntryStore, place: string, operation: OwnedOperation): Promise<void> {
    const { ownerId } = operation;
    if (operation.kind === 'delete') {
      for (const id of operation.ids) this.of(ownerId).delete(id);
      return store.delete(place, ownerId, operation.ids);
    }
    const ids = [...this.of(ownerId).keys()].filter((id) => id.startsWith(operation.prefix));
    if (operation.kind === 'count') {
      return expect(await store.countByPrefix(place, ownerId, operation.prefix)).toBe(ids.length);
    }
    for (const id of ids) this.of(ownerId).delete(id);
    expect(await store.deleteByPrefix(place, ownerId, operation.prefix)).toBe(ids.length);
  }
}

/**
 * Random sequences of operations, each in a place never used before; rejects with the shortest that fails.
 * @param begin answers what carries out the operations of one sequence
 */
export async function inRandomSequences<Operation>(
  operation: fc.Arbitrary<Operation>,
  settle: () => Promise<void>,
  begin: (place: string) => (operation: Operation) => Promise<void>,
): Promise<void> {
  let run = 0;
  const sequences = fc.array(operation, { minLength: 1, maxLength: 30, size: 'max' });
  const property = fc.asyncProperty(sequences, async (operations) => {
    const carryOut = begin(`run${run++}`);
    for (const operation of operations) {
      await carryOut(operation);
      await settle();
    }
  });
  await fc.assert(property, { numRuns: RUNS });
}
