import fc from 'fast-check';
import { expect } from 'vitest';
import type { KeywordIndex } from '../../ports/keyword-index.js';
import {
  entryId,
  inRandomSequences,
  OwnedEntries,
  ownedOperations,
  ownerId,
  type OwnedOperation,
} from './owned-entries.js';

const WORDS = ['harbour', 'bridge', 'книга', '東京', 'Häuser'] as const;
const words = fc.subarray([...WORDS]);
const timeMs = fc.nat({ max: 5 });

interface Entry {
  readonly words: readonly string[];
  readonly timeMs: number;
}

interface Upsert {
  readonly kind: 'upsert';
  readonly documents: readonly (Entry & { id: string; ownerId: string })[];
}

interface Search {
  readonly kind: 'search';
  readonly ownerId: string;
  readonly words: readonly string[];
  readonly match?: 'any' | 'all';
  readonly fromMs?: number;
}

const operation: fc.Arbitrary<OwnedOperation | Upsert | Search> = fc.oneof(
  ...ownedOperations,
  fc.record({
    kind: fc.constant('upsert' as const),
    documents: fc.array(fc.record({ id: entryId, ownerId, words, timeMs }), { minLength: 1, maxLength: 6 }),
  }),
  fc.record(
    {
      kind: fc.constant('search' as const),
      ownerId,
      words,
      match: fc.constantFrom('any' as const, 'all' as const),
      fromMs: timeMs,
    },
    { requiredKeys: ['kind', 'ownerId', 'words'] },
  ),
);

/** What an index is to its users, but for the order of what it finds: documents with words. */
class KeywordModel extends OwnedEntries<Entry> {
  found({ ownerId, words, match, fromMs = 0 }: Search): string[] {
    const isFound = ({ words: stored }: Entry) => {
      const has = (word: string) => stored.includes(word);
      return match === 'all' && words.length > 0 ? words.every(has) : words.some(has);
    };
    return [...this.of(ownerId)]
      .filter(([, entry]) => entry.timeMs >= fromMs && isFound(entry))
      .map(([id]) => id)
      .sort();
  }
}

/** Rejects with the shortest sequence of calls that tells the index from the model. */
export async function followsKeywordModel(index: KeywordIndex, settle: () => Promise<void>): Promise<void> {
  await inRandomSequences(operation, settle, (collection) => {
    const model = new KeywordModel();
    return (operation) => {
      if (operation.kind === 'upsert') return upsert(operation, { model, index, collection });
      if (operation.kind === 'search') return search(operation, { model, index, collection });
      return model.applyWith(index, collection, operation);
    };
  });
}

interface Pair {
  readonly model: KeywordModel;
  readonly index: KeywordIndex;
  readonly collection: string;
}

async function upsert({ documents }: Upsert, { model, index, collection }: Pair): Promise<void> {
  for (const { id, ownerId, ...entry } of documents) model.of(ownerId).set(id, entry);
  const spoken = documents.map(({ words, ...document }) => ({
    ...document,
    title: '',
    body: words.join(' / '),
    metadata: {},
  }));
  await index.upsert(collection, spoken);
}

async function search(asked: Search, { model, index, collection }: Pair): Promise<void> {
  const { words, ...query } = asked;
  const found = await index.search({ ...query, collection, text: words.join(' '), limit: 100 });
  expect(found.map((match) => match.id).sort()).toEqual(model.found(asked));
}
