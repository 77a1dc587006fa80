import fc from 'fast-check';
import { expect } from 'vitest';
import type { KeywordIndex } from '../../ports/keyword-index.js';

const RUNS = 30;
const WORDS = ['harbour', 'bridge', 'книга', '東京', 'Häuser'] as const;

const ownerId = fc.constantFrom('ada', 'ada-c', 'eve');
const id = fc.constantFrom('c1:0', 'c1:1', 'c10:0', 'c1', 'C1:0');
const prefix = fc.constantFrom('', 'c1:', 'c1', 'c10', 'x');
const words = fc.subarray([...WORDS]);
const timeMs = fc.nat({ max: 5 });

interface Entry {
  readonly words: readonly string[];
  readonly timeMs: number;
}

type Operation =
  | { readonly kind: 'upsert'; readonly documents: readonly (Entry & { id: string; ownerId: string })[] }
  | { readonly kind: 'delete'; readonly ownerId: string; readonly ids: readonly string[] }
  | { readonly kind: 'deleteByPrefix' | 'count'; readonly ownerId: string; readonly prefix: string }
  | {
      readonly kind: 'search';
      readonly ownerId: string;
      readonly words: readonly string[];
      readonly fromMs?: number;
    };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant('upsert' as const),
    documents: fc.array(fc.record({ id, ownerId, words, timeMs }), { minLength: 1, maxLength: 6 }),
  }),
  fc.record({ kind: fc.constant('delete' as const), ownerId, ids: fc.array(id, { maxLength: 3 }) }),
  fc.record({ kind: fc.constantFrom('deleteByPrefix' as const, 'count' as const), ownerId, prefix }),
  fc.record(
    { kind: fc.constant('search' as const), ownerId, words, fromMs: timeMs },
    { requiredKeys: ['kind', 'ownerId', 'words'] },
  ),
);

/** What an index is to its users, but for the order of what it finds: documents with words. */
class KeywordModel {
  private readonly owners = new Map<string, Map<string, Entry>>();

  of(ownerId: string): Map<string, Entry> {
    const known = this.owners.get(ownerId) ?? new Map<string, Entry>();
    this.owners.set(ownerId, known);
    return known;
  }

  matching(ownerId: string, prefix: string): string[] {
    return [...this.of(ownerId).keys()].filter((id) => id.startsWith(prefix));
  }

  found(ownerId: string, words: readonly string[], fromMs = 0): string[] {
    return [...this.of(ownerId)]
      .filter(([, entry]) => entry.timeMs >= fromMs && entry.words.some((word) => words.includes(word)))
      .map(([id]) => id)
      .sort();
  }
}

/** Random sequences of calls, each in a collection never used before; rejects with the shortest that tells the index from the model. */
export async function followsKeywordModel(index: KeywordIndex, settle: () => Promise<void>): Promise<void> {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 1, maxLength: 30, size: 'max' }),
      async (operations) => {
        const model = new KeywordModel();
        const collection = `run${run++}`;
        for (const operation of operations) {
          await applied(operation, { model, index, collection });
          await settle();
        }
      },
    ),
    { numRuns: RUNS },
  );
}

interface Pair {
  readonly model: KeywordModel;
  readonly index: KeywordIndex;
  readonly collection: string;
}

async function applied(operation: Operation, { model, index, collection }: Pair): Promise<void> {
  switch (operation.kind) {
    case 'upsert':
      for (const { id, ownerId, ...entry } of operation.documents) model.of(ownerId).set(id, entry);
      return index.upsert(
        collection,
        operation.documents.map(({ words, ...document }) => ({
          ...document,
          title: '',
          body: words.join(' / '),
          metadata: {},
        })),
      );
    case 'delete':
      for (const id of operation.ids) model.of(operation.ownerId).delete(id);
      return index.delete(collection, operation.ownerId, operation.ids);
    case 'deleteByPrefix': {
      const { ownerId, prefix } = operation;
      const ids = model.matching(ownerId, prefix);
      for (const id of ids) model.of(ownerId).delete(id);
      return expect(await index.deleteByPrefix(collection, ownerId, prefix)).toBe(ids.length);
    }
    case 'count': {
      const { ownerId, prefix } = operation;
      const expected = model.matching(ownerId, prefix).length;
      return expect(await index.countByPrefix(collection, ownerId, prefix)).toBe(expected);
    }
    case 'search': {
      const { ownerId, words, fromMs } = operation;
      const range = fromMs === undefined ? {} : { fromMs };
      const found = await index.search({ collection, ownerId, text: words.join(' '), limit: 100, ...range });
      return expect(found.map((match) => match.id).sort()).toEqual(model.found(ownerId, words, fromMs));
    }
  }
}
