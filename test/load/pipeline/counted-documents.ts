import type { DocumentStore, DocumentTransaction, DocumentWrite } from '#libs/storage';

export interface DocumentCounts {
  reads: number;
  writes: number;
}

/** Counts what goes through a store from now on, as Firestore would bill it: documents read, and at least one for a question without an answer. */
export function countDocuments(store: DocumentStore): DocumentCounts {
  const counts: DocumentCounts = { reads: 0, writes: 0 };
  const read = (documents: number) => void (counts.reads += Math.max(1, documents));
  const wrote = (writes: readonly DocumentWrite[]) => void (counts.writes += writes.length);
  const original = {
    get: store.get.bind(store),
    getMany: store.getMany.bind(store),
    query: store.query.bind(store),
    count: store.count.bind(store),
    write: store.write.bind(store),
    transaction: store.transaction.bind(store),
  };
  store.get = async (...args) => {
    read(1);
    return original.get(...args) as never;
  };
  store.getMany = async (...args) => {
    read(args[0].length);
    return original.getMany(...args) as never;
  };
  store.query = async (...args) => {
    const page = await original.query(...args);
    read(page.documents.length);
    return page as never;
  };
  store.count = async (...args) => {
    read(1);
    return original.count(...args);
  };
  store.write = async (writes) => {
    wrote(writes);
    await original.write(writes);
  };
  store.transaction = (work) => original.transaction((inner) => work(countedTransaction(inner, read, wrote)));
  return counts;
}

function countedTransaction(
  inner: DocumentTransaction,
  read: (documents: number) => void,
  wrote: (writes: readonly DocumentWrite[]) => void,
): DocumentTransaction {
  return {
    get: async (path, options) => {
      read(1);
      return inner.get(path, options);
    },
    query: async (query) => {
      const documents = await inner.query(query);
      read(documents.length);
      return documents as never;
    },
    write: (write) => {
      wrote([write]);
      inner.write(write);
    },
  };
}
