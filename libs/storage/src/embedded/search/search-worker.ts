import { parentPort, workerData } from 'node:worker_threads';
import type { SqliteDatabase } from '#libs/sqlite';
import { KeywordTables } from './keyword-tables.js';
import {
  STOP,
  packFailure,
  type SearchOperation,
  type SearchOperations,
  type SearchReply,
  type SearchRequest,
} from './search-protocol.js';
import { openSearchDatabase } from './search-schema.js';
import { VectorTables } from './vector-tables.js';

/** The search thread: the only place that touches the search database. Requests are answered in the order they came. */
const port = parentPort!;
const { file } = workerData as { file: string };
let database: SqliteDatabase | undefined;
let operations: SearchOperations | undefined;

port.on('message', (message: SearchRequest | typeof STOP) => {
  if (message === STOP) {
    database?.close();
    port.close();
    return;
  }
  port.postMessage(answer(message));
});

function answer({ id, operation, args }: SearchRequest): SearchReply {
  try {
    // Opened by the first request, so that a failure to open is that request's answer, and the next one tries again.
    operations ??= operationsOn((database ??= openSearchDatabase(file)));
    const run = operations[operation] as (
      ...args: readonly unknown[]
    ) => ReturnType<SearchOperations[SearchOperation]>;
    return { id, result: run(...args) };
  } catch (error) {
    return { id, failure: packFailure(error) };
  }
}

function operationsOn(opened: SqliteDatabase): SearchOperations {
  const vectors = new VectorTables(opened);
  const keywords = new KeywordTables(opened);
  keywords.renew();
  return {
    upsertVectors: (namespace, model, records) => vectors.upsert(namespace, model, records),
    queryVectors: (query) => vectors.query(query),
    deleteVectors: (namespace, ownerId, ids) => vectors.delete(namespace, ownerId, ids),
    deleteVectorsByPrefix: (namespace, ownerId, prefix) => vectors.deleteByPrefix(namespace, ownerId, prefix),
    countVectors: (namespace, ownerId, prefix) => vectors.count(namespace, ownerId, prefix),
    namespaces: () => vectors.filledNamespaces(),
    upsertKeywords: (collection, documents) => keywords.upsert(collection, documents),
    searchKeywords: (query) => keywords.search(query),
    deleteKeywords: (collection, ownerId, ids) => keywords.delete(collection, ownerId, ids),
    deleteKeywordsByPrefix: (collection, ownerId, prefix) =>
      keywords.deleteByPrefix(collection, ownerId, prefix),
    countKeywords: (collection, ownerId, prefix) => keywords.count(collection, ownerId, prefix),
    collections: () => keywords.collections(),
    checkpoint: () => opened.checkpoint(),
    ping: () => opened.transaction(() => undefined),
  };
}
