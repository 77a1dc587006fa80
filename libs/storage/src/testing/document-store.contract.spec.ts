import { describe, expect, it } from 'vitest';
import { breaking, failuresOf } from '#libs/kernel/testing';
import type { DocumentQuery, DocumentStore, StoredDocument } from '../ports/document-store.js';
import { documentStoreContract } from './document-store.contract.js';
import type { DocumentStoreSubject } from './document-store-subject.js';
import { temporaryDocumentStore } from './temporary-document-store.js';

type Change = (store: DocumentStore) => Partial<DocumentStore>;
type Writes = Parameters<DocumentStore['write']>[0];

/** The real adapter with one promise broken, before and after a restart. */
function broken(change: Change, reopenAs?: () => Promise<DocumentStore>) {
  return documentStoreContract({
    name: 'broken',
    create: async () => {
      const { store, reopen, dispose } = await temporaryDocumentStore();
      const subject: DocumentStoreSubject = {
        store: breaking<DocumentStore>(store, change(store)),
        reopen: reopenAs ?? reopen,
      };
      return { subject, dispose };
    },
  });
}

/** Checks nothing of what it read, and lets its reads see anything. */
const careless: Change = (store) => ({
  transaction: async (work) => {
    const writes: Writes[number][] = [];
    const result = await work({
      get: (path, options) => store.get(path, options),
      query: async <T extends object>(query: DocumentQuery) => (await store.query<T>(query)).documents,
      write: (write) => void writes.push(write),
    });
    await store.write(writes);
    return result;
  },
});

const nosy: Change = (store) => ({
  query: (query) => store.query({ ...query, collection: query.collection.split('/').at(-1)!, group: true }),
});

const partial: Change = (store) => ({
  write: async (writes) => {
    for (const write of writes) await store.write([write]);
  },
});

/** Takes a path for the beginning of a text. */
const greedy: Change = (store) => ({
  deleteTree: async (path) => {
    let count = 0;
    for await (const document of store.tree()) {
      if (!document.path.startsWith(path)) continue;
      await store.write([{ kind: 'delete', path: document.path }]);
      count += 1;
    }
    return count;
  },
});

/** Cursors that count instead of remembering a place. */
const counting: Change = (store) => ({
  query: async <T extends object>(query: DocumentQuery) => {
    const { cursor, ...first } = query;
    const skipped = Number(cursor ?? 0);
    const page = await store.query<T>({ ...first, offset: (query.offset ?? 0) + skipped });
    if (page.nextCursor === undefined) return page;
    return { ...page, nextCursor: String(skipped + page.documents.length) };
  },
});

async function* inStepsOf(
  store: DocumentStore,
  path: string | undefined,
  step: number,
): AsyncIterable<StoredDocument> {
  for (let seen = 0; ; seen += step) {
    const now = await Array.fromAsync(store.tree(path));
    yield* now.slice(seen, seen + step);
    if (now.length <= seen + step) return;
  }
}

const stumbling: Change = (store) => ({ tree: (path) => inStepsOf(store, path, 50) });

/** Orders as JavaScript compares texts: by halves of characters. */
const halved: Change = (store) => ({
  query: async <T extends object>(query: DocumentQuery) => {
    const page = await store.query<T>(query);
    if (query.orderBy !== undefined) return page;
    return { ...page, documents: page.documents.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
  },
});

const merging: Change = (store) => ({
  write: (writes) =>
    store.write(writes.map((write) => (write.kind === 'set' ? { ...write, kind: 'merge' } : write))),
});

const overwriting: Change = (store) => ({
  write: (writes) =>
    store.write(
      writes.map((write) =>
        write.kind === 'update' ? { kind: 'update', path: write.path, data: write.data } : write,
      ),
    ),
});

/** Hands out whole documents, whatever was left out. */
const generous: Change = (store) => ({ get: (path) => store.get(path) });

/** Leaves out what the next page begins behind. */
const forgetful: Change = (store) => ({
  query: async <T extends object>({ orderBy = [], without = [], ...query }: DocumentQuery) =>
    store.query<T>({ ...query, without, orderBy: orderBy.filter(({ field }) => !without.includes(field)) }),
});

describe('a document store', { timeout: 60_000 }, () => {
  it.each<[string, Change, string[]]>([
    [
      'a query reaches into other collections',
      nosy,
      [
        'finds the documents of one collection and of no other',
        'never lists a document of another owner, however alike their ids',
      ],
    ],
    [
      'what was left out is handed out',
      generous,
      ['leaves out the fields that a reader does without, in every way of reading, and nothing else'],
    ],
    [
      'what was left out is missed by the order',
      forgetful,
      ['filters, orders and pages by fields that it leaves out'],
    ],
    ['writes are not all or nothing', partial, ['writes all or nothing']],
    [
      'a deletion takes paths that only begin alike',
      greedy,
      [
        'deletes a document with everything below it and nothing beside it',
        'never deletes or walks into another owner’s tree',
      ],
    ],
    [
      'a cursor counts documents',
      counting,
      [
        'pages without gaps or repeats while documents come and go',
        'shows what stays exactly once while others come and go, in the order of ids',
        'never follows a cursor into another owner’s documents',
      ],
    ],
    [
      'a walk counts its steps',
      stumbling,
      ['walks past every document that stays, once, while others come and go'],
    ],
    ['ids are ordered by halves of characters', halved, ['orders ids by their code points']],
    ['a set keeps what was there', merging, ['replaces the whole body with set']],
    [
      'an update asks for no version',
      overwriting,
      [
        'lets exactly one of several updates from the same version win',
        'refuses an update or deletion that expects another version',
      ],
    ],
  ])('is refused when %s', async (_, change, expected) => {
    expect(await failuresOf(broken(change))).toEqual(expect.arrayContaining(expected));
  });

  it('is refused when transactions do not check what they read', async () => {
    const expected = [
      'keeps what a transaction did not look at, and still notices that it changed',
      'runs again when a document that it only read was changed before its commit',
      'runs again when a query that it made would find something else',
      'gives up after losing five times',
      'refuses to read after writing',
      'loses no update of several transactions at once',
      'loses none of a hundred transactions on one document at once',
      'neither makes nor loses anything when transactions move it between documents',
      'lets exactly one of several transactions make what none of them found',
      'never shows a transaction one half of a batch',
    ];
    expect(await failuresOf(broken(careless))).toEqual(expected);
  });

  it('is refused when a restart forgets', async () => {
    const other = await temporaryDocumentStore();
    const forgetful = broken(
      () => ({}),
      () => Promise.resolve(other.store),
    );
    expect(await failuresOf(forgetful)).toEqual([
      'has every write that was answered, in its version, after a restart',
      'goes on behind a cursor after a restart',
      'honours a version that was read before a restart',
    ]);
    await other.dispose();
  });
});
