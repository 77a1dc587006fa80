import {
  KeywordIndex,
  type KeywordDocument,
  type KeywordMatch,
  type KeywordQuery,
} from '../../ports/keyword-index.js';
import type { SearchThread } from './search-thread.js';

/** SQLite's FTS5, in the search thread. */
export class SqliteFtsKeywordIndex extends KeywordIndex {
  constructor(private readonly thread: SearchThread) {
    super();
  }

  override upsert(collection: string, documents: readonly KeywordDocument[]): Promise<void> {
    return this.thread.call('upsertKeywords', collection, documents);
  }

  override search(query: KeywordQuery): Promise<KeywordMatch[]> {
    return this.thread.call('searchKeywords', query);
  }

  override delete(collection: string, ownerId: string, ids: readonly string[]): Promise<void> {
    return this.thread.call('deleteKeywords', collection, ownerId, ids);
  }

  override deleteByPrefix(collection: string, ownerId: string, prefix: string): Promise<number> {
    return this.thread.call('deleteKeywordsByPrefix', collection, ownerId, prefix);
  }

  override countByPrefix(collection: string, ownerId: string, prefix: string): Promise<number> {
    return this.thread.call('countKeywords', collection, ownerId, prefix);
  }

  override collections(): Promise<string[]> {
    return this.thread.call('collections');
  }
}
