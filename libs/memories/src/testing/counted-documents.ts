import type { DocumentStore, DocumentTransaction, StoredDocument } from '#libs/storage';

/** Documents as a store is billed by: an empty answer costs a read too. */
export interface DocumentCost {
  reads: number;
  writes: number;
}

/** Counts what goes through a store from now on. */
export function countDocuments(store: DocumentStore): DocumentCost {
  const cost: DocumentCost = { reads: 0, writes: 0 };
  const one = <T>(document: T): T => {
    cost.reads += 1;
    return document;
  };
  const several = <T extends readonly (StoredDocument | null)[]>(documents: T): T => {
    cost.reads += Math.max(1, documents.length);
    return documents;
  };
  const original = {
    get: store.get.bind(store),
    getMany: store.getMany.bind(store),
    query: store.query.bind(store),
    count: store.count.bind(store),
    write: store.write.bind(store),
    transaction: store.transaction.bind(store),
  };
  const counted: Pick<DocumentStore, keyof typeof original> = {
    get: async (path, options) => one(await original.get(path, options)),
    getMany: async (paths, options) => several(await original.getMany(paths, options)),
    query: async (query) => {
      const page = await original.query(query);
      several(page.documents);
      return page as never;
    },
    count: async (query) => one(await original.count(query)),
    write: async (writes) => {
      cost.writes += writes.length;
      return original.write(writes);
    },
    // What a transaction reads goes through the store above.
    transaction: async (work) => original.transaction((transaction) => work(countWrites(transaction, cost))),
  };
  Object.assign(store, counted);
  return cost;
}

function countWrites(transaction: DocumentTransaction, cost: DocumentCost): DocumentTransaction {
  return {
    get: (path, options) => transaction.get(path, options),
    query: (query) => transaction.query(query),
    write: (write) => {
      cost.writes += 1;
      transaction.write(write);
    },
  };
}
