import {
  KeywordIndex,
  type KeywordDocument,
  type KeywordMatch,
  type KeywordQuery,
} from '../../ports/keyword-index.js';
import type { SearchThreads } from './search-threads.js';

/** SQLite's FTS5, in the search threads. */
export class SqliteFtsKeywordIndex extends KeywordIndex {
  constructor(private readonly threads: SearchThreads) {
    super();
  }

  override upsert(collection: string, documents: readonly KeywordDocument[]): Promise<void> {
    return this.threads.call('upsertKeywords', collection, documents);
  }

  override search(query: KeywordQuery): Promise<KeywordMatch[]> {
    return this.threads.call('searchKeywords', query);
  }

  override delete(collection: string, ownerId: string, ids: readonly string[]): Promise<void> {
    return this.threads.call('deleteKeywords', collection, ownerId, ids);
  }

  override deleteByPrefix(collection: string, ownerId: string, prefix: string): Promise<number> {
    return this.threads.call('deleteKeywordsByPrefix', collection, ownerId, prefix);
  }

  override countByPrefix(collection: string, ownerId: string, prefix: string): Promise<number> {
    return this.threads.call('countKeywords', collection, ownerId, prefix);
  }

  override collections(): Promise<string[]> {
    return this.threads.call('collections');
  }
}
