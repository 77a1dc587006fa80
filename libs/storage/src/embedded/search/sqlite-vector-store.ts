import {
  VectorStore,
  type VectorMatch,
  type VectorQuery,
  type VectorRecord,
} from '../../ports/vector-store.js';
import type { SearchThreads } from './search-threads.js';

/** sqlite-vec, in the search threads. */
export class SqliteVectorStore extends VectorStore {
  constructor(private readonly threads: SearchThreads) {
    super();
  }

  override upsert(
    namespace: string,
    model: { name: string; dimension: number },
    records: readonly VectorRecord[],
  ): Promise<void> {
    return this.threads.call('upsertVectors', namespace, model, records);
  }

  override query(query: VectorQuery): Promise<VectorMatch[]> {
    return this.threads.call('queryVectors', query);
  }

  override delete(namespace: string, ownerId: string, ids: readonly string[]): Promise<void> {
    return this.threads.call('deleteVectors', namespace, ownerId, ids);
  }

  override deleteByPrefix(namespace: string, ownerId: string, prefix: string): Promise<number> {
    return this.threads.call('deleteVectorsByPrefix', namespace, ownerId, prefix);
  }

  override countByPrefix(namespace: string, ownerId: string, prefix: string): Promise<number> {
    return this.threads.call('countVectors', namespace, ownerId, prefix);
  }

  override count(namespace: string, ownerId: string): Promise<number> {
    return this.threads.call('countVectors', namespace, ownerId, '');
  }

  override namespaces(): Promise<string[]> {
    return this.threads.call('namespaces');
  }
}
