import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { SqliteDatabase } from '#libs/sqlite';
import { FairQueue } from './fair-queue.js';
import { KeywordTables } from './keyword-tables.js';
import {
  OWNER_OF,
  STOP,
  packFailure,
  type SearchOperation,
  type SearchOperations,
  type SearchReply,
  type SearchRequest,
} from './search-protocol.js';
import { openSearchDatabase } from './search-schema.js';
import { VectorTables } from './vector-tables.js';

/** A search thread: answers its requests one at a time, owners in turns, each owner's in the order they came. */
const port = parentPort!;
// Two searches at once fill two cores, and the thread that serves everyone shall not wait for one of them. Only Linux takes 0 for the
// thread that asks; elsewhere it would be the whole process.
if (process.platform === 'linux') setPriority(0, 10);
const { file } = workerData as { file: string };
const waiting = new FairQueue<SearchRequest>();
let isWorking = false;
let isStopping = false;
let database: SqliteDatabase | undefined;
let operations: SearchOperations | undefined;

port.on('message', (message: SearchRequest | typeof STOP) => {
  if (message === STOP) isStopping = true;
  else waiting.push(ownerOf(message), message);
  if (!isWorking) setImmediate(work);
  isWorking = true;
});

/** One request a turn of the event loop, so that what comes meanwhile gets its place in the queue. */
function work(): void {
  const request = waiting.next();
  if (request) port.postMessage(answer(request));
  isWorking = !waiting.isEmpty;
  if (isWorking) setImmediate(work);
  else if (isStopping) stop();
}

function stop(): void {
  database?.close();
  port.close();
}

function ownerOf({ operation, args }: SearchRequest): string {
  return (OWNER_OF[operation] as (...args: readonly unknown[]) => string)(...args);
}

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
  return {
    upsertVectors: (namespace, model, records) => vectors.upsert(namespace, model, records),
    queryVectors: (query) => vectors.query(query),
    deleteVectors: (namespace, ownerId, ids) => vectors.delete(namespace, ownerId, ids),
    deleteVectorsByPrefix: (namespace, ownerId, prefix) => vectors.deleteByPrefix(namespace, ownerId, prefix),
    countVectors: (namespace, ownerId, prefix) => vectors.count(namespace, ownerId, prefix),
    namespaces: () => vectors.namespaces(),
    upsertKeywords: (collection, documents) => keywords.upsert(collection, documents),
    searchKeywords: (query) => keywords.search(query),
    deleteKeywords: (collection, ownerId, ids) => keywords.delete(collection, ownerId, ids),
    deleteKeywordsByPrefix: (collection, ownerId, prefix) =>
      keywords.deleteByPrefix(collection, ownerId, prefix),
    countKeywords: (collection, ownerId, prefix) => keywords.count(collection, ownerId, prefix),
    collections: () => keywords.collections(),
    checkpoint: () => opened.checkpoint(),
    renew: () => void keywords.renew(),
    ping: () => opened.transaction(() => undefined),
  };
}
