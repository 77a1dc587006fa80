import {
  VectorStore,
  type VectorMatch,
  type VectorQuery,
  type VectorRecord,
} from '../../ports/vector-store.js';
import type { SearchThread } from './search-thread.js';

/** sqlite-vec, in the search thread. */
export class SqliteVectorStore extends VectorStore {
  constructor(private readonly thread: SearchThread) {
    super();
  }

  override upsert(
    namespace: string,
    model: { name: string; dimension: number },
    records: readonly VectorRecord[],
  ): Promise<void> {
    return this.thread.call('upsertVectors', namespace, model, records);
  }

  override query(query: VectorQuery): Promise<VectorMatch[]> {
    return this.thread.call('queryVectors', query);
  }

  override delete(namespace: string, ownerId: string, ids: readonly string[]): Promise<void> {
    return this.thread.call('deleteVectors', namespace, ownerId, ids);
  }

  override deleteByPrefix(namespace: string, ownerId: string, prefix: string): Promise<number> {
    return this.thread.call('deleteVectorsByPrefix', namespace, ownerId, prefix);
  }

  override countByPrefix(namespace: string, ownerId: string, prefix: string): Promise<number> {
    return this.thread.call('countVectors', namespace, ownerId, prefix);
  }

  override count(namespace: string, ownerId: string): Promise<number> {
    return this.thread.call('countVectors', namespace, ownerId, '');
  }

  override namespaces(): Promise<string[]> {
    return this.thread.call('namespaces');
  }
}
